"""One user or client per role at least, neighbours of each in other streets, communities, firms and districts, and a colleague where one proposes and another decides."""
from names import DISTRICT, OTHER_DISTRICT

USER_HEAD = ["name", "role", "district_code", "street_code", "community_code", "firm_uscc", "password"]
CLIENT_HEAD = ["name", "role", "district_code", "secret"]


def user(name, role, district, street="", community="", firm=""):
    return {"name": name, "role": role, "district_code": district, "street_code": street,
            "community_code": community, "firm_uscc": firm}


def users(firms):
    """The first two firms of the district, and the first of the other one, have a user each."""
    ours = [firm["uscc"] for firm in firms if firm["district_code"] == DISTRICT]
    theirs = [firm["uscc"] for firm in firms if firm["district_code"] == OTHER_DISTRICT]
    return [
        user("district.officer", "district", DISTRICT),
        user("district.colleague", "district", DISTRICT),
        user("street.heping", "street", DISTRICT, "150202001"),
        user("street.heping.colleague", "street", DISTRICT, "150202001"),
        user("street.nanmenwai", "street", DISTRICT, "150202004"),
        user("community.huanxi", "community", DISTRICT, "150202001", "150202001012"),
        user("community.shengli", "community", DISTRICT, "150202001", "150202001013"),
        user("community.luwang", "community", DISTRICT, "150202004", "150202004014"),
        user("company.one", "company", DISTRICT, firm=ours[0]),
        user("company.two", "company", DISTRICT, firm=ours[1]),
        user("district.officer", "district", OTHER_DISTRICT),
        user("street.dongfeng", "street", OTHER_DISTRICT, "340302001"),
        user("community.lanwan", "community", OTHER_DISTRICT, "340302001", "340302001006"),
        user("company.one", "company", OTHER_DISTRICT, firm=theirs[0]),
    ]


def clients():
    return [{"name": role, "role": role, "district_code": district}
            for district in (DISTRICT, OTHER_DISTRICT) for role in ("hotline", "platform")]
