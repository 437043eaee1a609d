"""A stream of real service requests, told again as 12345 tickets of the demo register.

The stream is MyLA311's open data: created, closed, type, status, source, neighbourhood. What a person would say, and who
says it, is invented here. Everything follows from the request's own number, so a second run tells the same story.
"""
import csv
import datetime
import hashlib

# The stream is of December 2017; the demo contracts begin in 2024.
YEARS_LATER = 7
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗"

# type: (category of the hotline, title, what happened)
STORIES = {
    "Bulky Items": ("10", "大件垃圾长期堆放", "楼下堆放旧沙发和床垫，物业一直没有清运"),
    "Graffiti Removal": ("14", "楼道墙面乱涂乱画", "单元门口和楼道墙上贴满小广告，还有喷漆"),
    "Illegal Dumping Pickup": ("10", "有人偷倒建筑垃圾", "夜里有货车在小区围墙边偷倒建筑垃圾"),
    "Metal/Household Appliances": ("10", "废旧家电占用公共区域", "废旧冰箱和洗衣机堆在消防通道旁边"),
    "Electronic Waste": ("10", "电子垃圾无人收运", "旧电视和电脑主机堆在垃圾桶旁，多日无人收运"),
    "Homeless Encampment": ("08", "地下室有人留宿", "地下室长期有陌生人留宿，门禁坏了没人管"),
    "Dead Animal Removal": ("10", "绿化带有死亡动物", "绿化带里有一只死亡的流浪猫，味道很大"),
    "Single Streetlight Issue": ("02", "路灯不亮", "小区主路的一盏路灯不亮，老人晚上出行不便"),
    "Multiple Streetlight Issue": ("02", "整排路灯不亮", "小区南侧整排路灯都不亮，已经报修多次"),
    "Report Water Waste": ("02", "水管漏水", "绿化带的水管一直漏水，路面结冰"),
    "Feedback": ("12", "物业服务态度差", "到物业办事，前台态度冷淡，互相推诿"),
    "Other": ("14", "电梯经常停运", "电梯经常停运，业主多次反映没有结果"),
}
URGENT_TYPES = {"Report Water Waste", "Multiple Streetlight Issue"}


def number_of(text, modulus):
    """A number that depends on nothing but the text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % modulus


def read_estates(path, district):
    with open(path, encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["district_code"] == district]


def estates_by_community(estates):
    communities = {}
    for estate in estates:
        communities.setdefault(estate["community_code"], []).append(estate)
    return [communities[code] for code in sorted(communities)]


def received_at(request):
    """The stream's clock has no offset and its closing times are not to be trusted; only the creation is used."""
    moment = datetime.datetime.fromisoformat(request["created_at"])
    return moment.replace(year=moment.year + YEARS_LATER).isoformat() + "+08:00"


def complainant(request):
    if request["anonymous"] == "Y":
        return None
    key = request["sr_number"]
    surname = SURNAMES[number_of(key + "name", len(SURNAMES))]
    return {"name": surname + ("女士" if number_of(key + "title", 2) else "先生"),
            # 154 is given to no operator, so the number is nobody's.
            "phone": f"154{number_of(key + 'phone', 10 ** 8):08d}",
            "address": door(key)}


def door(key):
    return (f"{number_of(key + 'building', 20) + 1}号楼{number_of(key + 'entrance', 4) + 1}单元"
            f"{number_of(key + 'floor', 6) + 1}0{number_of(key + 'flat', 3) + 1}室")


def whereabouts(estate, key):
    """Two hotlines in three know the estate's code; the third gives its name and the community."""
    if number_of(key + "place", 3):
        return {"estate_code": estate["code"]}
    return {"estate_name": estate["name"], "division_code": estate["community_code"]}


def ticket(request, communities):
    key = request["sr_number"]
    neighbours = communities[number_of(request["neighborhood"] or "-", len(communities))]
    estate = neighbours[number_of(key, len(neighbours))]
    category, title, story = STORIES[request["request_type"]]
    person = complainant(request)
    call_back = f"请回电{person['phone']}。" if person else "市民要求匿名。"
    told = {"source": "hotline12345", "ticket_no": key, "round": 1, "received_at": received_at(request),
            "request_type": "complaint", "category_code": category,
            "urgency": "urgent" if request["request_type"] in URGENT_TYPES else "ordinary",
            "title": f"{estate['name']}{title}", "content": f"市民反映：{estate['name']}{door(key)}附近，{story}。{call_back}",
            "place": door(key), "anonymous": person is None}
    told.update(whereabouts(estate, key))
    if person:
        told["complainant"] = person
    return told


def read_tickets(stream, estates, limit=None):
    communities = estates_by_community(estates)
    with open(stream, encoding="utf-8", newline="") as file:
        requests = list(csv.DictReader(file))[:limit]
    return [ticket(request, communities) for request in requests]
