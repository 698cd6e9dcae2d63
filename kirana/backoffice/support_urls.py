"""The addresses of customers' requests, of the plan that comes of them, and of insight."""

from django.urls import path

from kirana.backoffice.views import insight, plan, support

urlpatterns = [
    path("support/", support.requests, name="staff_support"),
    path("support/<str:number>/", support.ticket, name="staff_request"),
    path("support/<str:number>/credit/", support.credit, name="staff_request_credit"),
    path("support/<str:number>/<str:verb>/", support.decide, name="staff_request_verb"),
]
urlpatterns += [
    path("plan/", plan.plan, name="staff_plan"),
    path("plan/items/", plan.written_down, name="staff_plan_items"),
    path("plan/review/", plan.reviewed, name="staff_plan_review"),
    path("plan/items/<int:pk>/weight/", plan.weighed, name="staff_plan_weight"),
    path("plan/items/<int:pk>/<slug:move>/", plan.decided, name="staff_plan_move"),
]
urlpatterns += [
    path("insight/", insight.insight, name="staff_insight"),
    path("insight/<slug:table>.csv", insight.insight_file, name="staff_insight_file"),
]
