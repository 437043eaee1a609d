"""Messages about tickets, complaints that people take down, and mappings of categories: each call gets things of its own."""
from harness.things import OTHERS, body, path, planted

HOTLINE = {"abroad": "hotline@340302"}


def message(world, ticket_no, kind="urge", **members):
    """A well-formed message that nobody sent before. None drops a member."""
    number = next(world.serial)
    value = {"kind": kind, "ticket_no": ticket_no, "message_no": f"M{number:06d}", "sequence": number, **members}
    if kind == "callback":
        value = {"reached": True, "result": "solved", **value}
    if kind == "cancel":
        value = {"reason": "诉求人撤诉", **value}
    if kind == "supplement":
        value = {"content": "居民补充：2单元门口也有垃圾堆放。", **value}
    return {name: member for name, member in value.items() if member is not None}


def ticketed(samples, place="near"):
    """(complaint id, number of its ticket) of a fresh ticket."""
    receipt = samples.world.post_ticket(HOTLINE.get(place, "hotline@150202"), estate_code=samples.estates[place]["code"])
    return receipt["complaint_id"], receipt["ticket_no"]


def told(samples, place="near"):
    """A complaint with two messages, and the id of one of them."""
    world = samples.world
    complaint, number = ticketed(samples, place)
    hotline = world.caller(HOTLINE.get(place, "hotline@150202"))
    for kind in ("urge", "supplement"):
        receipt = hotline.post("/v1/hotline/messages", message(world, number, kind), expect=201).json
    return complaint, receipt["id"]


@body("postMessages")
def new_message(samples, role):
    return {"json_body": message(samples.world, ticketed(samples)[1], content="诉求人来电催办")}


@path("getMessage")
def some_message(samples, role, own):
    return {"id": told(samples, samples.place(role, own))[1]}


@path("listComplaintMessages")
def complaint_with_messages(samples, role, own):
    return {"id": told(samples, samples.place(role, own))[0]}


@planted("listMessages")
def two_messages(samples):
    told(samples)


@planted("listUnmapped")
def unmapped(samples):
    samples.world.post_ticket(category_code=f"U{next(samples.world.serial)}")


@body("createComplaint")
def taken_down(samples, role):
    return {"json_body": {"source": "street", "request_type": "complaint", "category": "lift", "title": "电梯停运", "content": f"第{next(samples.world.serial)}次：电梯停运两天。",
                          "estate_code": samples.estates["near"]["code"], "complainant": {"name": "欧阳测试", "phone": "15400009876"}}}


@path("classifyComplaint")
def without_category(samples, role, own):
    account = HOTLINE.get(samples.place(role, own), "hotline@150202")
    return {"id": samples.world.post_ticket(account, category_code="no-such", estate_code=samples.estates["near" if own else samples.place(role, own)]["code"])["complaint_id"]}


@body("classifyComplaint")
def classing(samples, role):
    return {"json_body": {"category": "lift", "reason": "热线未给出类别"}}


def mapping(samples, place="near", **members):
    world = samples.world
    value = {"external_code": f"X{next(world.serial):05d}", "category": "lift", "basis": "热线分类调整", **members}
    return world.role("district", 2 if place == "abroad" else 0).post("/v1/category-mappings", value, expect=201).json


@planted("listCategoryMappings")
def mapped(samples):
    mapping(samples)


@body("createCategoryMapping")
def new_mapping(samples, role):
    return {"json_body": {"external_code": f"X{next(samples.world.serial):05d}", "category": "lift", "basis": "热线分类调整"}}


OTHERS["createCategoryMapping"] = lambda samples, value: {**value, "category": "fees"}


@path("endCategoryMapping")
def mapping_to_end(samples, role, own):
    return {"id": mapping(samples, samples.place(role, own), effective_from="2026-01-01")["id"]}


@path("applyCategoryMapping")
def mapping_to_apply(samples, role, own):
    place = samples.place(role, own)
    made = mapping(samples, place, effective_from="2020-01-01")
    samples.world.post_ticket(HOTLINE.get(place, "hotline@150202"), category_code=made["external_code"], estate_code=samples.estates[place]["code"])
    return {"id": made["id"]}


@body("endCategoryMapping", "applyCategoryMapping")
def why(samples, role):
    return {"json_body": {"reason": "热线分类调整"}}
