"""A stand-in for UptimeRobot on this machine: its three calls, in the shapes its documentation gives."""

import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

KEY = "u100-0123456789abcdef"


class Robot(BaseHTTPRequestHandler):
    """Keeps monitors; refuses a wrong key as the real one does: 200, and `fail`."""

    kept: list[dict] = []
    asked: list[tuple[str, dict[str, str]]] = []

    def do_POST(self):
        form = {
            name: one[0]
            for name, one in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()
        }
        method = self.path.rsplit("/", 1)[1]
        type(self).asked.append((method, form))
        said = (
            getattr(self, method)(form)
            if form["api_key"] == KEY
            else self._refused("invalid_parameter", f"api_key {form['api_key']} not found.")
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def getMonitors(self, form):  # noqa: N802
        first = int(form["offset"])
        page = self.kept[first : first + int(form["limit"])]
        return {"stat": "ok", "pagination": {"offset": first, "limit": 50, "total": len(self.kept)}, "monitors": page}

    def newMonitor(self, form):  # noqa: N802
        one = {"id": 777_000 + len(self.kept), "status": 1, **self._facts(form), "type": int(form["type"])}
        self.kept.append(one)
        return {"stat": "ok", "monitor": {"id": one["id"], "status": 1}}

    def editMonitor(self, form):  # noqa: N802
        one = next(kept for kept in self.kept if kept["id"] == int(form["id"]))
        one.update(self._facts(form), status=int(form.get("status", one["status"])))
        return {"stat": "ok", "monitor": {"id": one["id"]}}

    def _facts(self, form):
        contacts = [{"id": one.split("_")[0]} for one in form.get("alert_contacts", "").split("-") if one]
        return {
            "friendly_name": form["friendly_name"],
            "url": form["url"],
            "interval": int(form["interval"]),
            "alert_contacts": contacts,
        }

    def _refused(self, kind, message):
        return {"stat": "fail", "error": {"type": kind, "message": message}}

    def log_message(self, *_args):
        pass
