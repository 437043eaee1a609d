"""Complaints and their lives: what comes when and where, who takes which step how soon, and what goes wrong."""
import words
from clock import day_of, moment, told
from district import COLLEAGUE, HOTLINE, OFFICER, post
from pictures import photo

HOURS = [0, 0, 0, 0, 0, 1, 2, 5, 9, 11, 11, 8, 6, 7, 9, 9, 8, 7, 6, 6, 5, 4, 2, 1]
WEEKDAYS = [1.25, 1.1, 1.0, 1.0, 0.98, 0.75, 0.7]
HOUR = 3600
PACE = {"good": 0.45, "fair": 1.0, "bad": 2.6}  # how long a firm takes
WEIGHT = {"good": 0.4, "fair": 1.0, "bad": 9.0}  # how often somebody complains of it


def season(category, month):
    return words.CATEGORIES[category][1].get(month, 1.0)


def calendar(district, count):
    """Days of the complaints: weekdays and seasons, with a cold spell and two downpours that everybody calls about."""
    days = (district.today - district.first_day).days
    chance = district.chance("calendar")
    spells = {chance.randrange(60, 90): 3.0, chance.randrange(255, 262): 2.6, chance.randrange(275, 285): 2.2}
    weights = []
    for number in range(days):
        day = district.day(number)
        mass = sum(weight * season(name, day.month) for name, (weight, _, _) in words.CATEGORIES.items())
        weights.append(mass * WEEKDAYS[day.weekday()] * spells.get(number, 1.0))
    return sorted(chance.choices(range(days), weights, k=count))


def places(district):
    """How much each estate complains: by its households and by who serves it, before and since the day on which some change their firm (`../README.md`)."""
    def weight(estate, day):
        firm = district.firm_on(estate, day)
        return int(estate["households"]) * (WEIGHT[firm["temper"]] if firm else 0.5)
    return {half: [weight(estate, half) for estate in district.estates] for half in ("2025-12-31", "2026-06-30")}


def begin(district, teller, count):
    weights = places(district)
    district.notes["complaints"] = count
    for number, day in enumerate(calendar(district, count), 1):
        chance = district.chance("complaint", number)
        day = district.day(day)
        at = district.slot(moment(day, chance.choices(range(24), HOURS)[0], chance.randrange(60)))
        estate = chance.choices(district.estates, weights["2025-12-31" if str(day) < "2026" else "2026-06-30"])[0]
        if not district.over(at):
            teller.begin(at, Life(district, number, chance, at, estate).story(), crowd=True)


class Life:
    def __init__(self, district, number, chance, at, estate):
        self.district, self.number, self.chance, self.at, self.estate = district, number, chance, at, estate
        self.firm = district.firm_on(estate, day_of(at))
        names = list(words.CATEGORIES)
        month = day_of(at).month
        self.category = chance.choices(names, [words.CATEGORIES[name][0] * season(name, month) for name in names])[0]
        self.again = number % 40 in (1, 2) or number >= district.notes["complaints"] - 1
        self.stuck = number % 800 == 3  # a dispute about an election that nobody settles
        if self.stuck:
            self.category = "owners_self_governance"
        if self.again:  # the same matter, told again by the same person
            self.estate, self.category = district.estates[(number + 1) // 40 * 7 % len(district.estates)], "lift"
            self.firm = district.firm_on(self.estate, day_of(at))
            estate = self.estate
        self.confidential = self.category in ("owner_data_leak", "owner_retaliation")
        self.pace = PACE[self.firm["temper"]] if self.firm else 1.5
        self.ticket_no, self.sequence = f"BT{day_of(at):%Y%m%d}{number:05d}", 0
        self.street, self.community = district.street(estate["street_code"]), district.community(estate["community_code"])

    # ---- what is said ----

    def ticket(self):
        chance = self.chance
        title, said = chance.choice(words.CATEGORIES[self.category][2])
        building, unit, room = chance.randint(1, 18), chance.randint(1, 4), chance.randint(1, 17) * 100 + chance.randint(1, 4)
        person, phone = words.name(chance), words.phone(chance)
        if self.again:
            again = self.district.chance("again", (self.number + 1) // 40)
            person, phone, building, unit = words.name(again), words.phone(again), again.randint(1, 18), again.randint(1, 4)
            title, said = words.CATEGORIES["lift"][2][0]
        value = {"request_type": chance.choices(["complaint", "help", "report", "suggestion", "consultation"], [66, 18, 10, 3, 3])[0], "title": title,
                 "content": f"{person[0]}{chance.choice(['女士', '先生'])}反映：{self.estate['name']}{building}号楼{unit}单元{said}"
                            + (f"请联系{phone}。" if chance.random() < 0.3 else ""),
                 "urgency": chance.choices(["ordinary", "urgent", "emergency"], [90, 8, 2])[0] if self.category in ("lift", "utilities", "drainage", "fire_safety") else "ordinary"}
        if chance.random() < 0.88:
            value["complainant"] = {"name": person, "phone": phone, "address": f"{building}号楼{unit}单元{room}室"}
        return value

    def intake(self):
        """The request by which it comes in."""
        chance, value = self.chance, self.ticket()
        self.taken = chance.random() < 0.09 and self.number % 60 != 7 and not self.again
        if self.taken:
            source = chance.choice(["petition", "street", "street", "web", "solicitation"])
            return post(self.street if source == "street" else OFFICER, "/v1/complaints", {
                "source": source, "category": self.category, "estate_code": self.estate["code"], **{name: member for name, member in value.items() if name != "urgency"}})
        value |= {"source": "hotline12345", "ticket_no": self.ticket_no, "received_at": told(self.at - chance.randint(60, 500)), "estate_code": self.estate["code"]}
        value["category_code"] = words.EXTERNAL[self.category] if self.category in words.EXTERNAL and chance.random() < 0.5 else self.category
        self.unknown = 0 if self.number % 60 == 7 else 0.02 + chance.random() if self.again else chance.random()
        if self.unknown < 0.012:
            value["category_code"] = f"BT-{chance.choice(['新业态', '其他诉求', '临时'])}"
        elif self.unknown < 0.02:
            value["estate_name"] = f"{value.pop('estate_code') and chance.choice(['铁西', '南海', '西脑包', '财神庙'])}{chance.choice(['老家属院', '平房区', '商住楼'])}"
        return post(HOTLINE, "/v1/hotline/tickets", value)

    # ---- steps ----

    def later(self, hours, weekend=True):
        """The next moment after so many hours, give or take, in office hours."""
        self.at = self.district.office(self.at + 60 + hours * HOUR * self.chance.uniform(0.5, 1.6), weekend)
        return self.at

    def step(self, account, verb, **value):
        return post(account, f"/v1/complaints/{self.id}/{verb}", value)

    def message(self, kind, **value):
        self.sequence += 1
        return post(HOTLINE, "/v1/hotline/messages", {"kind": kind, "ticket_no": self.ticket_no, "message_no": f"{self.ticket_no}-M{self.sequence}", "sequence": self.sequence, **value})

    def story(self):
        chance = self.chance
        told_ = (yield self.intake()).json
        self.id = told_.get("complaint_id") or told_["id"]
        if not self.taken and self.unknown < 0.02:
            yield from self.unmapped()
            return
        kind = chance.random()
        if kind < 0.015:
            yield self.later(3, False)
            yield self.step(self.street, "ask-info", note="请补充具体楼栋位置。")
            yield self.later(20)
            if chance.random() < 0.6:
                yield self.step(self.street, "supply-info", note="已补充：位于小区北门西侧。")
            else:
                yield self.step(self.street, "reject", reason="多次联系诉求人无法补充信息，无法核查。")
                return
        elif kind < 0.03:
            yield self.later(4, False)
            yield self.step(OFFICER, "reject", reason="诉求事项不属于物业管理，已告知向相关部门反映。")
            return
        yield from self.handled()

    def unmapped(self):
        """Whose category or place nobody knew: most are sorted by hand, some lie there."""
        if self.unknown < 0.012 and self.number % 480 != 7 and self.chance.random() < 0.75:
            yield self.later(30, False)
            yield self.step(OFFICER, "classify", category=self.category, reason="按诉求内容人工分类")
            yield from self.handled()

    def hands(self):
        """(unit, who acts for it)."""
        if self.confidential or not self.firm:
            return "street", self.street
        roll = self.chance.random()
        if roll < 0.10 or self.category in ("pets", "noise", "owners_self_governance"):
            return "community", self.community
        if roll < 0.14 or self.category in ("illegal_construction", "public_space", "green_space"):
            return "street", self.street
        return "firm", self.district.company(self.firm)

    def dispatched(self, unit):
        by = OFFICER if self.confidential or self.chance.random() < 0.35 else self.street
        return self.step(by, "dispatch", unit_kind=unit, receiver=f"{self.chance.choice(words.SURNAMES)}{self.chance.choice(['科长', '主任', '经理', '干事'])}",
                         note=self.chance.choice(["请按时限办理。", "请尽快联系诉求人。", "请查明情况并报送结果。"]))

    def handled(self):
        chance = self.chance
        unit, account = self.hands()
        yield self.later(2.5 if chance.random() < 0.9 else 30, False)
        yield self.dispatched(unit)
        if self.confidential:
            return  # the district keeps leaks and retaliation to itself: no street reads them, and no step of theirs leads on
        if unit == "community" and chance.random() < 0.12:
            yield self.later(8)
            yield self.step(account, "return", reason=chance.choice(words.RETURNED))
            yield self.later(5, False)
            unit, account = "street", self.street
            yield self.dispatched(unit)
        if self.pace > 2 and not self.stuck and chance.random() < 0.06:
            return  # nobody ever signed for it
        yield self.later(5 * self.pace)
        yield self.step(account, "sign")
        yield self.later(9 * self.pace)
        yield self.step(account, "contact", note=chance.choice(words.CONTACTED))
        if unit == "community" and not self.stuck and chance.random() < 0.5:
            yield self.later(6)
            yield self.step(account, "close-on-spot", result="solved", note="社区现场协调解决。")
        else:
            if not (yield from self.worked(unit, account)):
                return  # nothing was ever reported
        yield from self.finished()

    def checker(self, unit):
        """Whoever reported does not verify."""
        return self.district.second_street[self.estate["street_code"]] if unit == "street" else self.street

    def urged(self):
        """Who called calls again."""
        if not self.taken and self.chance.random() < (0.22 if self.pace > 2 else 0.06):
            yield self.later(20)
            kind = self.chance.choices(["urge", "supplement", "supervise"], [70, 20, 10])[0]
            yield self.message(kind, **({"content": "诉求人补充：问题仍未解决，请尽快处理。"} if kind == "supplement" else {"content": "诉求人来电催办。"}))

    def worked(self, unit, account):
        chance = self.chance
        yield from self.urged()
        if self.stuck:
            yield self.later(4)
            yield self.step(account, "start")
            return False
        slow = chance.random() < (0.25 if self.pace > 2 else 0.05)
        if slow or chance.random() < 0.25:
            yield self.later(4)
            yield self.step(account, "start")
            if slow and chance.random() < 0.35:
                yield self.later(30)
                yield self.step(account, "request-extension", reason=chance.choice(words.REASONS_LATE))
                yield self.later(10, False)
                yield self.step(OFFICER, "refuse-extension", reason="理由不充分，请按期办结。")
            elif slow and chance.random() < 0.2:
                yield self.later(24, False)
                yield self.step(OFFICER, "suspend", reason="等待业主大会表决，暂停计时。")
                yield self.later(24 * 12, False)
                yield self.step(OFFICER, "resume", note="表决通过，恢复办理。")
        if self.pace > 2 and chance.random() < 0.05:
            return False
        if self.number % 12 == 5:
            yield self.later(3)
            yield post(account, f"/v1/complaints/{self.id}/attachments", data=photo(self.number), media="image/png")
        yield self.later((60 if slow else 26) * self.pace * (3 if slow else 1))
        yield self.step(account, "report", result=chance.choices(["solved", "partly", "unsolved"], [86, 9, 5] if self.pace < 2 else [62, 20, 18])[0],
                        note=words.DONE.get(self.category, "已现场处理，情况已告知诉求人。"))
        yield self.later(14, False)
        if chance.random() < (0.12 if self.pace > 2 else 0.03):
            yield self.step(self.checker(unit), "rework", reason="现场核查问题依旧存在，退回重办。")
            yield self.later(10)
            yield self.step(account, "start")
            yield self.later(30 * self.pace)
            yield self.step(account, "report", result="solved", note="已重新处理并拍照留存。")
            yield self.later(10, False)
        yield self.step(self.checker(unit) if chance.random() < 0.8 else OFFICER, "verify", note=chance.choice(words.VERIFIED))
        return True

    def finished(self):
        chance = self.chance
        yield self.later(16, False)
        fine = chance.random() < (0.93 if self.pace < 2 else 0.7)
        outcome = {"result": "solved" if fine else chance.choice(["partly", "unsolved"]),
                   "satisfaction": chance.choices(["very_satisfied", "satisfied", "understanding", "dissatisfied"], [25, 52, 15, 8] if fine else [1, 9, 25, 65])[0]}
        pleased = outcome["result"] == "solved" and outcome["satisfaction"] != "dissatisfied"
        if self.taken or chance.random() < (0.5 if pleased else 0.9):
            yield self.step(COLLEAGUE, "close", validity=chance.choices(["valid", "invalid", "undetermined", "out_of_duty"], [88, 4, 4, 4])[0],
                            note="回访：" + ("群众表示认可。" if fine else "群众不满意，继续跟踪。"), **outcome)
        else:
            yield self.message("callback", reached=True, **outcome)
            if not pleased:
                return  # it is handled again, in the next round
        if not fine and chance.random() < 0.4:
            yield self.later(40, False)
            yield self.step(OFFICER if self.taken else HOTLINE, "reopen", reason="群众反映问题再次出现。")
            yield self.later(4, False)
            yield self.dispatched("street")
            yield self.later(6)
            yield self.step(self.street, "sign")
            yield self.later(8)
            yield self.step(self.street, "contact", note="街道牵头现场办公。")
            yield self.later(60)
            yield self.step(self.street, "report", result="solved", note="街道组织企业和社区现场整改完毕。")
            yield self.later(20, False)
            yield self.step(OFFICER, "verify", note="核查属实。")
            yield self.later(20, False)
            yield self.step(COLLEAGUE, "close", result="solved", satisfaction="satisfied", validity="valid", note="再次回访，群众满意。")
