"""Nothing that Chitra, Pooja or Dev typed is lost on an error, and a refusal moves nothing (invariant G10)."""

import pytest
from django.core.management import CommandError, call_command

from kirana.accounts.models import StaffMember
from kirana.catalog.models import Listing, Product
from kirana.catalog.services import products
from kirana.orders.states import OrderState
from tests.backoffice.floor import TERMS, WINDOW, a_sheet, product_form
from tests.cast import BY, NOW, a_picture, kilograms, stock_of
from tests.storefront.pages import read
from tests.storefront.visitors import HTMX, a_visitor, every_row, nothing_is_written

# --- products ---------------------------------------------------------------------------------------

WRONG_PRODUCTS = {
    "no name": ({"name": ""}, "name"),
    "dearer than its MRP": ({"price": "185"}, "price"),
    "for nothing": ({"price": "0"}, "price"),
    "a price in words": ({"price": "ten rupees"}, "price"),
    "a price with three decimals": ({"price": "10.555"}, "price"),
    "a code that another has": ({"code": "milk"}, "code"),
    "a barcode with a digit wrong": ({"gtin": "8901234567891"}, "gtin"),
    "a barcode that another has": ({"gtin": "8906000000007"}, "gtin"),
    "an HSN of letters": ({"hsn": "DAL"}, "hsn"),
    "an FSSAI number too short": ({"fssai_number": "123"}, "fssai_number"),
    "a country in words": ({"origin": "India"}, "origin"),
    "a step backwards": ({"step": "-1"}, "step"),
}


@pytest.fixture
def chitra(floor):
    return a_visitor(floor.lakshmi.chitra.user)


@pytest.fixture
def shelf(floor) -> str:
    return str(floor.lakshmi["atta"].category_id)


def typed_in(form) -> dict[str, str]:
    return {name: form[name] for name in form.values if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize(("changes", "wrong"), WRONG_PRODUCTS.values(), ids=WRONG_PRODUCTS)
@pytest.mark.parametrize("address", ["/staff/catalogue/new/", "/staff/catalogue/products/atta/"], ids=["new", "known"])
def test_a_product_that_cannot_be_kept_comes_back_as_it_was_typed(address, changes, wrong, chitra, shelf, floor):
    products.edit(product=floor.lakshmi["milk"].product, by=BY, at=NOW, gtin="8906000000007")
    typed = product_form(category=shelf, gtin="", brand="A mill nobody knows") | changes
    with nothing_is_written():
        answer = chitra.post(address, typed)
    page = read(answer)
    assert answer.status_code == 422
    assert f"#id_{wrong}" in page.links
    assert typed_in(page.form()) == typed


def test_a_new_product_is_on_the_shelf_as_it_was_typed(chitra, shelf):
    answer = chitra.post("/staff/catalogue/new/", product_form(category=shelf, gtin=""))
    assert answer.headers["Location"] == "/staff/catalogue/products/toor-dal/"
    listing = Listing.objects.get(product__code="toor-dal")
    assert (listing.price_paise, listing.mrp_paise, listing.aisle) == (165_50, 180_00, "A3")
    shown = typed_in(read(chitra.get("/staff/catalogue/products/toor-dal/")).form())
    assert shown == product_form(category=shelf, gtin="", mrp="180.00")


def as_kept(code: str) -> tuple[list, list]:
    return list(Product.objects.filter(code=code).values()), list(Listing.objects.filter(product__code=code).values())


def test_opening_a_product_and_keeping_it_changes_nothing_of_it(chitra, floor):
    """What the form shows is what the product is: kept unread, it is the same product."""
    for code in ("small_atta", "onions", "eggs", "olive_oil"):
        before = as_kept(code)
        form = read(chitra.get(f"/staff/catalogue/products/{code}/")).form()
        answer = chitra.post(f"/staff/catalogue/products/{code}/", form.values)
        assert answer.headers["Location"] == f"/staff/catalogue/products/{code}/"
        assert as_kept(code) == before


def test_a_file_that_is_no_picture_is_refused(chitra):
    with nothing_is_written():
        answer = chitra.post("/staff/catalogue/products/atta/pictures/", {"picture": a_sheet(name="atta.png")})
    assert answer.status_code == 422
    assert "This file is not a picture we can read." in answer.content.decode()


def test_a_picture_that_was_not_chosen_is_asked_for(chitra):
    with nothing_is_written():
        page = chitra.post("/staff/catalogue/products/atta/pictures/", {}, follow=True)
    assert "Choose a picture first." in page.content.decode()


def test_a_picture_of_another_product_is_not_found(chitra, floor):
    address = f"/staff/catalogue/products/milk/pictures/{floor.picture.pk}/"
    with nothing_is_written():
        assert chitra.post(address, {"do": "remove"}).status_code == 404


# --- stock ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"verb": "write_off", "quantity": "3", "why": ""}, "why"),
        ({"verb": "write_off", "quantity": "400", "why": "mice"}, "quantity"),
        ({"verb": "receive", "quantity": "-5", "why": "the van"}, "quantity"),
        ({"verb": "receive", "quantity": "a lot", "why": "the van"}, "quantity"),
        ({"verb": "count", "quantity": "99999999", "why": "twice"}, "quantity"),
    ],
    ids=["no reason", "more than there is", "less than nothing", "words", "too many"],
)
def test_stock_that_cannot_be_comes_back_with_its_note(typed, wrong, chitra):
    with nothing_is_written():
        answer = chitra.post("/staff/catalogue/products/atta/stock/", typed)
    form = read(answer).form("/staff/catalogue/products/atta/stock/")
    assert answer.status_code == 422
    assert typed_in(form) == typed
    assert f'id="id_{wrong}_error"' in answer.content.decode()


def test_pooja_counts_and_the_shelf_follows(floor):
    pooja = a_visitor(floor.lakshmi.pooja.user)
    pooja.post("/staff/catalogue/products/atta/stock/", {"verb": "count", "quantity": "37", "why": ""})
    assert stock_of(floor.lakshmi["atta"]) == (37, 0)


# --- delivery ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"ends": "07:00"},
        {"capacity": "0"},
        {"capacity": "many"},
        {"closes": "-1"},
        {"weekdays": []},
        {"weekdays": ["7"]},
        {"starts": ""},
    ],
    ids=str,
)
def test_a_time_of_the_week_that_cannot_be_comes_back(changes, chitra):
    typed = WINDOW | changes
    with nothing_is_written():
        answer = chitra.post("/staff/delivery/windows/", typed)
    # the form to add a time comes after the ones that close what there is
    form = next(one for one in read(answer).forms if "capacity" in one.values)
    assert answer.status_code == 422
    days = [day for day in typed["weekdays"] if day in "0123456"]
    assert form.values.get("weekdays", []) == days
    assert {name: form[name] for name in ("starts", "ends", "capacity", "closes")} == {
        name: value for name, value in typed.items() if name != "weekdays"
    }


def test_room_is_not_taken_from_those_who_were_promised_it(chitra, floor):
    """Two orders are promised for this evening: room for one is refused, and the other day is not changed either."""
    floor.lakshmi.a_placed_order(atta=2)
    floor.lakshmi.a_placed_order(atta=2)
    typed = {"weekdays": ["0", "6"], "starts": "17:00", "ends": "19:00", "capacity": "1", "closes": "60"}
    with nothing_is_written():
        answer = chitra.post("/staff/delivery/windows/", typed)
    assert answer.status_code == 422


def test_a_day_that_is_refused_leaves_the_days_before_it_as_they_were(chitra, floor):
    """Tomorrow's evening is promised to two; Monday comes first in the week and would have been changed already."""
    tomorrow = floor.lakshmi.store.slots.order_by("starts_at")[1]
    for _order in range(2):
        floor.lakshmi.place(floor.lakshmi.a_cart_of(atta=2), slot_id=tomorrow.pk)
    typed = {"weekdays": ["0", "1"], "starts": "17:00", "ends": "19:00", "capacity": "1", "closes": "60"}
    with nothing_is_written():
        answer = chitra.post("/staff/delivery/windows/", typed)
    assert answer.status_code == 422


@pytest.mark.parametrize("pincode", ["56000", "012345", "5600388", "pin code", ""])
def test_a_pincode_that_is_none_comes_back_with_its_place(pincode, chitra):
    with nothing_is_written():
        answer = chitra.post("/staff/delivery/pincodes/", {"pincode": pincode, "place": "Ulsoor"})
    form = next(one for one in read(answer).forms if "place" in one.values)
    assert answer.status_code == 422
    assert (form["pincode"], form["place"]) == (pincode, "Ulsoor")


@pytest.mark.parametrize(
    "changes",
    [{"minimum_order": "lots"}, {"delivery_fee": "-5"}, {"free_from": "1.234"}, {"tolerance": "51"}, {"tolerance": ""}],
    ids=str,
)
def test_terms_that_cannot_be_come_back(changes, chitra):
    typed = TERMS | changes
    with nothing_is_written():
        answer = chitra.post("/staff/delivery/terms/", typed)
    assert answer.status_code == 422
    assert typed_in(read(answer).form("/staff/delivery/terms/")) == typed


def test_terms_are_kept_in_paise_and_shown_in_rupees(chitra, floor):
    chitra.post("/staff/delivery/terms/", TERMS)
    store = floor.lakshmi.store
    store.refresh_from_db()
    assert (store.minimum_order_paise, store.delivery_fee_paise, store.free_delivery_from_paise) == (
        199_00,
        30_00,
        599_00,
    )
    assert (store.weighing_tolerance_bp, store.is_taking_orders) == (500, True)
    shown = typed_in(read(chitra.get("/staff/delivery/")).form("/staff/delivery/terms/"))
    assert shown == TERMS | {"minimum_order": "199.00", "delivery_fee": "30.00", "free_from": "599.00"}


# --- orders -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "piece of the page"])
@pytest.mark.parametrize("weight", ["1.2 kg", "abc", "", "0,0001 kg", "99999"])
def test_a_weight_that_cannot_be_comes_back_to_its_line(weight, headers, floor):
    order = floor.order("picking")
    onions = order.lines.get(code="onions")
    address = f"/staff/orders/{order.number}/picking/{onions.pk}/"
    with nothing_is_written():
        answer = a_visitor(floor.lakshmi.pooja.user).post(
            address, {"take": "weight", "weight": weight}, headers=headers
        )
    forms = [form for form in read(answer).forms if form.action == address and "weight" in form.values]
    assert [form["weight"] for form in forms] == [weight]
    assert 'id="refusal"' in answer.content.decode()


def test_what_the_scale_says_becomes_the_bill(floor):
    order = floor.order("picking")
    onions = order.lines.get(code="onions")
    pooja = a_visitor(floor.lakshmi.pooja.user)
    answer = pooja.post(f"/staff/orders/{order.number}/picking/{onions.pk}/", {"take": "weight", "weight": "1.05 kg"})
    onions.refresh_from_db()
    assert answer.headers["Location"] == f"/staff/orders/{order.number}/picking/"
    assert (onions.picked_quantity, onions.total_paise) == (1050, 39_90)
    assert onions.promised.amount == kilograms(1)


@pytest.mark.parametrize("taken", ["600", "608.01", "", "all of it", "-608"])
def test_money_that_is_not_the_bill_is_not_taken_and_stays_in_the_form(taken, floor):
    order = floor.order("out")
    with nothing_is_written():
        answer = a_visitor(floor.lakshmi.dev.user).post(f"/staff/orders/{order.number}/delivery/", {"taken": taken})
    assert answer.status_code == 422
    assert read(answer).form()["taken"] == taken


def test_a_reference_of_upi_stays_in_the_form_too(floor):
    shop = floor.lakshmi
    order = shop.take_to(shop.a_placed_order(wish={"payment_method": "upi_on_delivery"}, atta=2), OrderState.OUT)
    typed = {"taken": "1", "utr": "412345678901"}
    answer = a_visitor(shop.dev.user).post(f"/staff/orders/{order.number}/delivery/", typed)
    assert typed_in(read(answer).form()) == typed


@pytest.mark.parametrize("rider", ["", "0", "not a number"])
def test_bags_are_handed_to_someone(rider, floor):
    order = floor.order("packed")
    with nothing_is_written():
        answer = a_visitor(floor.lakshmi.pooja.user).post(f"/staff/orders/{order.number}/handover/", {"rider": rider})
    assert answer.status_code == 422
    assert "Choose who brings it." in answer.content.decode()


def test_bags_are_not_handed_to_someone_who_does_not_ride(floor):
    order = floor.order("packed")
    with nothing_is_written():
        for one in (floor.lakshmi.pooja, floor.lakshmi.esha):
            sent = {"rider": str(one.user_id)}
            address = f"/staff/orders/{order.number}/handover/"
            assert a_visitor(floor.lakshmi.pooja.user).post(address, sent).status_code == 422


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (a_sheet("\x00\x01\x02", "prices.xlsx"), "it is not an Excel file."),
        (a_sheet("{", "prices.json"), "it is not JSON."),
        (a_sheet("colour,size\nred,big\n"), "This file has no column for name, price."),
    ],
    ids=["no workbook", "half a JSON", "no names"],
)
def test_a_file_that_cannot_be_read_says_why(file, sentence, floor):
    file.seek(0)
    with nothing_is_written():
        answer = a_visitor(floor.lakshmi.esha.user).post("/staff/imports/", {"file": file})
    assert answer.status_code == 422
    assert sentence in " ".join(read(answer).texts)


@pytest.mark.parametrize("verb", ["undoing", "nonsense"])
def test_a_file_is_not_undone_before_it_was_applied(verb, floor):
    address = f"/staff/imports/{floor.read.pk}/{verb}/"
    with nothing_is_written():
        answer = a_visitor(floor.lakshmi.esha.user).post(address)
    assert answer.status_code == (409 if verb == "undoing" else 404)


# --- staff ------------------------------------------------------------------------------------------


def hire(tmp_path, password: str, role: str = "picker") -> None:
    file = tmp_path / "password"
    file.write_text(password)
    call_command("add_staff", "ravi@lakshmi.example", name="Ravi Shetty", role=role, password_file=file)


def test_ravi_is_hired_from_the_command_line(tmp_path, floor, capsys):
    hire(tmp_path, "a-sack-of-basmati\n")
    place = StaffMember.objects.get(user__email="ravi@lakshmi.example")
    assert (place.user.name, place.role, place.store, place.since) == (
        "Ravi Shetty",
        "picker",
        floor.lakshmi.store,
        NOW,
    )
    assert capsys.readouterr().out == "Ravi Shetty is picker of Lakshmi Stores.\n"
    answer = a_visitor().post("/account/login/", {"login": "ravi@lakshmi.example", "password": "a-sack-of-basmati"})
    assert answer.headers["Location"] == "/staff/"


@pytest.mark.parametrize("password", ["short", "0123456789012", "password123"])
def test_a_password_too_weak_hires_nobody(password, tmp_path, floor):
    with nothing_is_written(), pytest.raises(CommandError):
        hire(tmp_path, password)


def test_hiring_someone_again_gives_them_the_new_role(tmp_path, floor):
    hire(tmp_path, "a-sack-of-basmati")
    before = {label: len(rows) for label, rows in every_row().items()}
    hire(tmp_path, "a-sack-of-basmati", role="rider")
    after = {label: len(rows) for label, rows in every_row().items()}
    assert StaffMember.objects.get(user__email="ravi@lakshmi.example").role == "rider"
    assert after == before | {"core.AuditEntry": before["core.AuditEntry"] + 1}


def test_there_is_no_role_that_the_table_does_not_have(tmp_path, floor):
    with nothing_is_written(), pytest.raises(CommandError):
        call_command("add_staff", "ravi@lakshmi.example", "--name=Ravi", "--role=king", f"--password-file={tmp_path}")


def test_the_picture_that_was_added_is_kept_once(chitra, floor):
    for _press in range(2):
        chitra.post("/staff/catalogue/products/milk/pictures/", {"picture": a_picture(width=60, height=40)})
    assert floor.lakshmi["milk"].product.images.count() == 1
