#include "mask_sheet.h"

/* DESIGN. A name is known by what stands beside it: a title behind (张先生), a cue before (我叫…, 联系人:…, 业主…), a telephone number behind, or 姓
 * and 某. A title is masked with its name, because it tells the sex. What a title or a strong cue says is believed for any surname; behind a weak cue
 * such as 业主 a name needs a common surname and a clear end, or "业主张贴" would lose its verb. Staff by office (王经理, 李主任) is kept: the work is
 * about them. When in doubt about the length of a name the longer one is taken: a character too many is better than half a name. */

static const char32_t *const titles[] = {
    U"先生", U"女士", U"小姐", U"太太", U"老师", U"师傅", U"阿姨", U"大爷", U"大妈", U"大叔", U"大哥", U"大姐", U"大伯", U"大嫂",
    U"奶奶", U"爷爷", U"叔叔", U"伯伯", U"婆婆", U"嫂子", U"同志", U"同学", U"老太太", U"老太", U"大娘", NULL,
};
static const char32_t *const strong_cues[] = {
    U"我叫", U"名叫", U"姓名", U"联系人", U"投诉人", U"来电人", U"反映人", U"举报人", U"申请人", U"报修人", U"诉求人", U"求助人", U"收件人", U"承租人", U"产权人", U"信访人", U"委托人", U"受托人", U"签字", U"户名", U"昵称", U"网名", U"微信名", NULL,
};
static const char32_t *const weak_cues[] = {
    U"业主", U"住户", U"居民", U"租户", U"租客", U"房客", U"房主", U"房东", U"户主", U"市民", U"当事人", U"邻居", U"群众", U"本人", U"家属", U"代表", U"叫", U"微信", U"老公", U"丈夫", U"妻子", U"老婆", U"老伴", U"爱人", U"儿子", U"女儿", U"父亲", U"母亲", U"孩子", NULL,
};
/* What may follow a name: words first, since one character proves less. */
static const char32_t *const end_words[] = {
    U"反映", U"反应", U"投诉", U"来电", U"表示", U"要求", U"咨询", U"电话", U"手机", U"联系", U"称其", U"家住", U"家在", U"住在", U"现住", U"身份", U"居住", U"希望", U"举报", U"建议",
    U"先生", U"女士", U"业主", U"住户", U"户主", U"报修", U"求助", U"微信", U"地址", U"诉求", U"认为", U"本人", U"反馈", U"提出", U"致电", U"多次", U"今日", U"今天", U"昨天", U"昨日", U"购买", U"入住", U"自称", U"车牌", U"证件", U"房号", U"两人", U"夫妇", U"夫妻", U"一家", U"账号", U"帐号", U"卡号", NULL,
};

static bool ends_by_word(const struct sheet *sheet, size_t i)
{
    uint32_t point = sheet_at(sheet, i);
    return !char_is_han(point) || sheet_starts_any(sheet, i, end_words) > 0;
}

static bool ends_by_char(uint32_t point)
{
    return char_in(point, U"称说住于家在向因系为是的和及");
}

static bool given_run(const struct sheet *sheet, size_t i, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (!given_is(sheet_at(sheet, i + k)))
            return false;
    }
    return true;
}

/* The surname at `i`: how many characters, 0 when there is none. */
static size_t surname_length(const struct sheet *sheet, size_t i, enum surname least)
{
    if (surname_is_compound(sheet_at(sheet, i), sheet_at(sheet, i + 1)))
        return 2;
    return surname_is(sheet_at(sheet, i)) >= least ? 1 : 0;
}

/* How long is the name at `i`? One or two given characters, of which the end decides. When no end shows: with `doubt` as long as can be, else
 * no name unless its characters are typical of one. */
static size_t name_length(const struct sheet *sheet, size_t i, enum surname least, bool doubt)
{
    size_t surname = surname_length(sheet, i, least);
    if (surname == 0 || (surname == 1 && word_is_common(sheet_at(sheet, i), sheet_at(sheet, i + 1))) || !given_run(sheet, i + surname, 1))
        return 0;
    bool two = given_run(sheet, i + surname, 2);
    if (ends_by_word(sheet, i + surname + 1))
        return surname + 1;
    if (two && ends_by_word(sheet, i + surname + 2))
        return surname + 2;
    if (two && ends_by_char(sheet_at(sheet, i + surname + 2)))
        return surname + 2;
    if (ends_by_char(sheet_at(sheet, i + surname + 1)))
        return surname + 1;
    /* No end: two characters that people are called by say it too (孙建军半夜装修). */
    bool typical = two && given_is_typical(sheet_at(sheet, i + surname)) && given_is_typical(sheet_at(sheet, i + surname + 1));
    if (!two && given_is_typical(sheet_at(sheet, i + surname)))
        return surname + 1;
    if (!doubt && !typical)
        return 0;
    return surname + (two ? 2 : 1);
}

/* A foreign name: 买买提·艾力, 巴特尔. It ends at `end`; where does it begin? `end` when there is none. */
static size_t sound_start(const struct sheet *sheet, size_t end)
{
    size_t start = end, dots = 0;
    while (start > 0 && end - start < 12) {
        uint32_t point = sheet_at(sheet, start - 1);
        bool dot = point == 0x00B7 && char_is_han(sheet_at(sheet, start));
        if (!dot && !char_is_sound(point))
            break;
        dots += dot;
        start--;
    }
    return end - start >= (dots ? 3u : 2u) && char_is_han(sheet_at(sheet, start)) ? start : end;
}

static size_t sound_end(const struct sheet *sheet, size_t i)
{
    size_t end = i, dots = 0;
    while (end - i < 12) {
        uint32_t point = sheet_at(sheet, end);
        bool dot = end > i && point == 0x00B7 && char_is_han(sheet_at(sheet, end + 1));
        if (!dot && !char_is_sound(point) && !(dots > 0 && given_is(point) && !ends_by_word(sheet, end)))
            break;
        dots += dot;
        end++;
    }
    return end - i >= (dots ? 3u : 2u) && ends_by_word(sheet, end) ? end : i;
}

/* Does a whole name of `length` end before `title`? A word of daily use that overlaps its beginning says no. */
static bool name_before(const struct sheet *sheet, size_t title, size_t length)
{
    if (title < length)
        return false;
    size_t start = title - length;
    uint32_t first = sheet_at(sheet, start);
    size_t surname = length >= 3 && surname_is_compound(first, sheet_at(sheet, start + 1)) ? 2 : 1;
    if (length == 4 && surname == 1)
        return false;
    if (surname == 1 && surname_is(first) == SURNAME_NONE)
        return false;
    if (start > 0 && word_is_common(sheet_at(sheet, start - 1), first))
        return false;
    bool word = surname == 1 && length > 1 && word_is_common(first, sheet_at(sheet, start + 1));
    if (word && (length == 3 || surname_is(first) == SURNAME_RARE))
        return false;
    return given_run(sheet, start + surname, length - surname);
}

/* Where the name before a title begins; `title` when no name stands there. */
static size_t titled_start(const struct sheet *sheet, size_t title)
{
    size_t end = title > 0 && sheet_at(sheet, title - 1) == ' ' ? title - 1 : title;
    if (end >= 2 && surname_is_compound(sheet_at(sheet, end - 2), sheet_at(sheet, end - 1)))
        return end - 2;
    for (size_t length = 4; length > 1; length--) {
        if (name_before(sheet, end, length))
            return end - length;
    }
    size_t sound = sound_start(sheet, end);
    if (end - sound >= 3)
        return sound;
    if (name_before(sheet, end, 1))
        return end - 1;
    return sound < end ? sound : title;
}

/* 王某, 李某某, 张XX, 赵**: a name half hidden is hidden whole. */
static size_t half_hidden_end(const struct sheet *sheet, size_t i)
{
    if (surname_is(sheet_at(sheet, i)) != SURNAME_COMMON || (i > 0 && word_is_common(sheet_at(sheet, i - 1), sheet_at(sheet, i))))
        return i;
    size_t end = sheet_over(sheet, i + 1, U"某", 2);
    if (end > i + 1)
        return end == i + 2 && char_in(sheet_at(sheet, end), U"日天种些个月年时处地小栋楼物单公市区方") ? i : end;
    end = sheet_over(sheet, i + 1, U"Xx*×○", 3);
    return end > i + 1 && !char_is_word(sheet_at(sheet, end)) ? end : i;
}

/* 老张, 小刘: unless the surname is the beginning of another word. */
static bool is_nickname(const struct sheet *sheet, size_t i)
{
    return char_in(sheet_at(sheet, i), U"小老") && surname_is(sheet_at(sheet, i + 1)) == SURNAME_COMMON
        && !word_is_common(sheet_at(sheet, i + 1), sheet_at(sheet, i + 2));
}

/* Behind a cue: ":", "(", 是, 叫 and the like, and then a name. Returns where it ends, or `i`. */
static size_t cued_end(const struct sheet *sheet, size_t i, bool strong, size_t *ret_start)
{
    static const char32_t *const nobody[] = {
        U"本人", U"业主", U"不详", U"匿名", U"保密", U"物业", U"社区", U"居委", U"同上", U"来电", U"姓名", U"电话", U"信息", U"要求", U"表示", U"未留", U"未提", U"拒绝", U"方式", U"无法", U"没有", U"反映", U"称", U"及", U"和", U"名称", U"身份", NULL,
    };
    size_t start = sheet_over(sheet, i, U" :(“\"", 2);
    bool said = start > i && char_in(sheet_at(sheet, start - 1), U":(“\"");
    if (sheet_starts(sheet, start, U"姓名"))
        start = sheet_over(sheet, start + 2, U" :是为", 2);
    start = sheet_over(sheet, start, strong ? U"是为叫" : U"是叫", 1);
    *ret_start = start;
    size_t half = half_hidden_end(sheet, start);
    if (half > start)
        return half;
    if (sheet_starts_any(sheet, start, nobody))
        return i;
    if (is_nickname(sheet, start))
        return start + 2;
    if (strong && said && surname_is(sheet_at(sheet, start)) != SURNAME_NONE && !char_is_han(sheet_at(sheet, start + 1)))
        return start + 1;
    size_t length = name_length(sheet, start, strong || said ? SURNAME_RARE : SURNAME_COMMON, strong);
    if (length > 0)
        return start + length;
    size_t sound = strong ? sound_end(sheet, start) : start;
    if (sound > start)
        return sound;
    if (!strong || !said)
        return i;
    size_t end = start;
    while (end - start < 5 && given_is(sheet_at(sheet, end)))
        end++;
    return end - start >= 2 && end - start <= 4 && !char_is_han(sheet_at(sheet, end)) ? end : i;
}

/* Further names behind one: 马建忠、高玉兰和石凤英. Returns where they end. */
static size_t mark_list(struct sheet *sheet, size_t end)
{
    while (char_in(sheet_at(sheet, end), U"、和与及")) {
        size_t length = name_length(sheet, end + 1, SURNAME_COMMON, false);
        if (length == 0)
            break;
        sheet_mark(sheet, end + 1, end + 1 + length, MASK_NAME);
        end += 1 + length;
    }
    return end;
}

static size_t mark_cued(struct sheet *sheet, size_t i, size_t cue, bool strong)
{
    size_t start, end = cued_end(sheet, i + cue, strong, &start);
    if (end == i + cue)
        return i;
    size_t title = sheet_starts_any(sheet, end, titles);
    end += title;
    sheet_mark(sheet, start, end, MASK_NAME);
    return mark_list(sheet, end) - 1;
}

/* A title; and behind one that has no name before it, a name: 女士(王芳), 先生张伟反映. */
static size_t mark_titled(struct sheet *sheet, size_t i, size_t title)
{
    size_t start = titled_start(sheet, i);
    if (start < i) {
        sheet_mark(sheet, start, i + title, MASK_NAME);
        return i + title - 1;
    }
    return mark_cued(sheet, i, title, false);
}

/* 张建国业主: only as a whole between two ends, for 金地花园业主 looks much the same. */
static bool name_before_owner(const struct sheet *sheet, size_t i, size_t *ret_start)
{
    for (size_t length = 3; length > 1; length--) {
        if (!name_before(sheet, i, length) || surname_is(sheet_at(sheet, i - length)) != SURNAME_COMMON)
            continue;
        uint32_t before = i > length ? sheet_at(sheet, i - length - 1) : 0;
        bool place = false;
        for (size_t k = i - length; k < i; k++)
            place = place || char_in(sheet_at(sheet, k), U"园苑城府湾庭居里庄村家楼湖层港郡邸轩阁都山桥坊花厦馆街镇乡湾岸台洲广场华江河东西南北");
        if (!place && (!char_is_han(before) || char_in(before, U"是由位为")) && !word_is_common(sheet_at(sheet, i - length), sheet_at(sheet, i - length + 1))) {
            *ret_start = i - length;
            return true;
        }
    }
    return false;
}

/* 王秀兰来电, 李国强(男, 58岁), 王秀兰家漏水: whoever begins a sentence and does or is what only people do. Where nothing but this says so, at least one of the given
 * characters has to be one that people are called by, and all of them where a home follows. */
static size_t mark_speaker(struct sheet *sheet, size_t i)
{
    static const char32_t *const verbs[] = {U"来电", U"反映", U"致电", U"投诉", U"举报", U"(女", U"(男", U",女,", U",男,", U"女,", U"男,", NULL};
    static const char32_t *const homes[] = {U"家园", U"家庭", U"家属", U"家居", U"家具", U"家电", U"家装", U"家长", U"家政", U"家乐", NULL};
    bool home = sheet_at(sheet, i) == U'家' && !sheet_starts_any(sheet, i, homes);
    size_t start;
    if ((!home && !sheet_starts_any(sheet, i, verbs)) || !name_before_owner(sheet, i, &start) || (home && i - start != 3))
        return i;
    size_t typical = 0;
    for (size_t k = start + 1; k < i; k++)
        typical += given_is_typical(sheet_at(sheet, k));
    if (typical < (home ? 2u : 1u))
        return i;
    sheet_mark(sheet, start, i, MASK_NAME);
    return i;
}

static size_t mark_owner(struct sheet *sheet, size_t i, size_t cue)
{
    size_t start;
    if (sheet_starts(sheet, i, U"业主") && name_before_owner(sheet, i, &start)) {
        sheet_mark(sheet, start, i, MASK_NAME);
        return i;
    }
    return mark_cued(sheet, i, cue, false);
}

/* 姓王, but not 百姓, 三姓庄 or 姓名. */
static size_t mark_surname(struct sheet *sheet, size_t i)
{
    size_t length = surname_length(sheet, i + 1, SURNAME_RARE);
    if (length == 0 || (i > 0 && char_in(sheet_at(sheet, i - 1), U"百二三四五六七八九十同异外大")))
        return i;
    sheet_mark(sheet, i + 1, i + 1 + length, MASK_NAME);
    return i + length;
}

/* "王芳13900139000", "张建国 电话:138…": where what stands before a number says who it is. */
static void mark_before_phone(struct sheet *sheet, size_t i)
{
    static const char32_t *const between[] = {U"联系电话", U"电话号码", U"手机号码", U"手机号", U"电话", U"手机", U"号码", U"tel", NULL};
    size_t end = sheet_back_over(sheet, i, U" :(,-", 2);
    end -= sheet_ends_any(sheet, end, between);
    end = sheet_back_over(sheet, end, U" :(,", 2);
    for (size_t length = 3; length > 1; length--) {
        if (!name_before(sheet, end, length) || surname_is(sheet_at(sheet, end - length)) != SURNAME_COMMON)
            continue;
        uint32_t before = end > length ? sheet_at(sheet, end - length - 1) : 0;
        if (char_is_han(before) && !char_in(before, U"系找给是由为叫人主户和及"))
            continue;
        if (word_is_common(sheet_at(sheet, end - length), sheet_at(sheet, end - length + 1)))
            continue;
        sheet_mark(sheet, end - length, end, MASK_NAME);
        return;
    }
}

static size_t mark_hidden(struct sheet *sheet, size_t i)
{
    size_t start = i > 0 ? i - 1 : i;
    size_t end = half_hidden_end(sheet, start);
    if (end == start)
        return i;
    end += sheet_starts_any(sheet, end, titles);
    sheet_mark(sheet, start, end, MASK_NAME);
    return end - 1;
}

static size_t mark_at(struct sheet *sheet, size_t i)
{
    size_t length = sheet_starts_any(sheet, i, titles);
    if (length)
        return mark_titled(sheet, i, length);
    length = sheet_starts_any(sheet, i, strong_cues);
    if (length)
        return mark_cued(sheet, i, length, true);
    length = sheet_starts_any(sheet, i, weak_cues);
    return length ? mark_owner(sheet, i, length) : mark_speaker(sheet, i);
}

/* 楼上小刘家漏水: neighbours are called by such names. */
static size_t mark_neighbour(struct sheet *sheet, size_t i)
{
    static const char32_t *const words[] = {U"楼上", U"楼下", U"对门", U"隔壁", NULL};
    if (!sheet_starts_any(sheet, i, words) || !is_nickname(sheet, i + 2))
        return i;
    sheet_mark(sheet, i + 2, i + 4, MASK_NAME);
    return i + 3;
}

/* 丁哥反映: behind a lone surname. */
static size_t mark_brother(struct sheet *sheet, size_t i)
{
    bool alone = i > 0 && surname_is(sheet_at(sheet, i - 1)) == SURNAME_COMMON && (i < 2 || !char_is_han(sheet_at(sheet, i - 2)));
    if (!alone || !ends_by_word(sheet, i + 1))
        return i;
    sheet_mark(sheet, i - 1, i + 1, MASK_NAME);
    return i;
}

void mask_names(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        switch (sheet->point[i]) {
        case U'先': case U'女': case U'小': case U'太': case U'老': case U'师': case U'阿': case U'大': case U'奶': case U'爷': case U'叔': case U'伯':
        case U'婆': case U'嫂': case U'同': case U'我': case U'名': case U'联': case U'投': case U'来': case U'反': case U'举': case U'申': case U'报':
        case U'诉': case U'求': case U'收': case U'承': case U'产': case U'信': case U'业': case U'住': case U'居': case U'租': case U'房': case U'户':
        case U'市': case U'当': case U'邻': case U'群': case U'本': case U'家': case U'叫': case U'代': case U'委': case U'受': case U'签': case U'昵':
        case U'网': case U'微': case U'丈': case U'妻': case U'爱': case U'儿': case U'父': case U'母': case U'孩': case U'致': case U'男': case U'(': case ',':
            i = mark_at(sheet, i);
            break;
        case U'楼': case U'对': case U'隔':
            i = mark_neighbour(sheet, i);
            break;
        case U'哥': case U'姐':
            i = mark_brother(sheet, i);
            break;
        case U'姓':
            i = sheet_starts(sheet, i, U"姓名") ? mark_at(sheet, i) : mark_surname(sheet, i);
            break;
        case U'某': case 'X': case 'x': case '*': case U'×': case U'○':
            i = mark_hidden(sheet, i);
            break;
        case MARK + MASK_PHONE:
            mark_before_phone(sheet, i);
            break;
        default:
            break;
        }
    }
}
