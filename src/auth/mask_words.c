#include "mask_sheet.h"

/* Sorted by code point, for binary search; a test holds them to it. Where a surname is a word of daily use as well, it is among the rare ones, which
 * count only where something else says that a name stands here. */

static const char32_t common_surnames[] =
    U"丁万丛严乔任伍何余侯俞倪傅兰冯凌刘卜卢史叶吕吴周唐夏姚姜孔孙孟宋尤尹屈岳崔庄庞张"
    U"彭徐戴施曹朱李杜杨林柏柯柳柴桂梅樊欧段殷毕毛江汤汪沈洪潘焦熊牟王甄田申石祁祝秦程"
    U"章纪罗翁翟耿聂胡芦苏范葛董蒋蔡薛袁裴覃詹许谢谭贺贾赖赵邓邱邵邹郑郝郭钟钱闵阎阮陆"
    U"陈陶隋雷霍靳韦韩顾马高魏鲁鲍黄黎龙龚";

static const char32_t rare_surnames[] =
    U"丰乌于云亓亢仇付仝代仰仲伊伏位佘佟修候储党关冀冉冷冼刁初劳勾包匡华卓单卞占卫危古"
    U"司向喻奚姬娄季宁安宣宦宫宿寇尚展岑巢左巩师席常幸康廖弘强惠慎成战戚房撒支敖文方易"
    U"晁晋晏景曲曾木权杭查栗栾桑桓梁植楚檀武水池沃沙浦涂温游湛滕满漆牛狄甘白盖盛瞿矫童"
    U"竺简管米粟练羊翦肖臧舒花苑苗苟荆莘莫蒙蒯蒲蔚蔺薄虞融褚解计谌谷贝贡费越路车辛边逄"
    U"逯邝邢邬邰邸郁郇郎郗鄂鄢金门闫闻阙阚阳阴隆鞠项饶鹿麦麻齐";

/* Pairs, one behind the other. */
static const char32_t compound_surnames[] =
    U"万俟上官东郭令狐仲孙公孙南宫司徒司空司马呼延夏侯太史宇文尉迟慕容拓跋欧阳淳于澹台"
    U"独孤申屠百里皇甫端木诸葛赫连轩辕钟离长孙闻人闾丘鲜于";

static const char32_t common_words[] =
    U"一万一位一周一张一段一毛一路一齐丁字丁点万一万事万余万元万分万名万家万平万户万物"
    U"万科万能万象万达三万三位三张三方上万上任上司上周上水上游下单下周下水下游下石不安"
    U"不曾不管不许不顾世纪业余业费两万两位两周两张两毛严冬严厉严查严格严禁严肃严重中文"
    U"丰富临江为何主任主席主张主管之余乘车乙方也许书包买房了解二万二周于是云南五万交管"
    U"交费交钱人马付钱代管价钱任何任凭任务任命任意任期任由任职伊始伍佰传单位于位置低于"
    U"低温住房何为何人何以何况何地何处何尝何必何方何时何来何种何等何苦余下余地余款余热"
    U"余额作文供水侦查侯车侯马便于促成保单保卫保安保温保管俞允信任修路偏高停水停费停车"
    U"健康傅家儿童允许免费全文全景全程公司公安公房公文公章公路兰州关于关停关掉关注关系"
    U"关门关闭兴许其余典范养成农田冬季冷水准许凌乱凌晨几万几位几何几张几毛出于出任出席"
    U"出水出钱出马分解分钟列席刘庄到位前任剩余加强勋章勘查包头包括包罗包装包裹化解北安"
    U"北方十万十余千万千余升高半路华夏协查单位单元单单单号单独单车南宁南方南阳卜卦卢沟"
    U"卫生印章历任历史厨房双方反常发文变成古筝只顾叫车史料史无叶子叶片叶轮司机各位各方"
    U"合成名单向阳吕梁吴中吴江周一周三周二周五周六周内周四周围周年周日周期周末周知周转"
    U"周边和解唐山唐突商房善于喝水噪高嚣张四周四季回单因何园丁园林在于地方地段城管基于"
    U"基金堵车增强增高处于复查夏天夏季夏日夕阳外文多余多方多谢多钱夜景大于大梁大王大石"
    U"大陆太阳太高夸张奈何奖金如何姚家姜汤孔子孔径孔洞孙女孙子孟州季后季度季节宁可宁夏"
    U"安保安全安康安徽安心安排安置安装安阳安静完成完毕官司官方定金实施审查客车室温家丁"
    U"家常对于对方导游小于小康小熊少钱就任尹始尽管属于山谷岗位岳阳崔促巡查工单工程左侧"
    U"左右左手席位常任常住常常常年常用常见常说平安平常平房平方年纪庄园庄稼庄重库房座位"
    U"康复廖廖建成开关开张开水开车异常张口张庄张开张望张罗张贴强制强烈强电强行强调形成"
    U"彭州彭水很强很高徐州忙于思路急于感谢慌张戏曲成为成交成功成员成本成立我方或许戴上"
    U"戴着房东房产房价房号房子房屋房梁房租房管房费房间手段打雷托管扩张承包护卫押金抽查"
    U"担任拆石排查排水接单接管推车措施提高收单收成收费收钱改成放水敢于数万整齐文件文化"
    U"文字文明文章新任新江方便方可方向方圆方式方形方才方案方法方面施工施救旅游无何无关"
    U"日常日程早安时常时段时钟明白春季晚安普查景区景观曲线曹操曾于曾去曾反曾向曾因曾在"
    U"曾多曾就曾打曾投曾是曾有曾经曾被曾要最高有何有关朝阳未曾本周本金朱红机关机房李子"
    U"李庄村庄杜绝条文来水杨柳杨树杨絮松江构成林业林地林场林木林立林荫查处查实查找查明"
    U"查看查询查验柳州柳树柴油标段栋梁树叶树林树苗校方校车核查桂花桃李桥梁梁柱梅花梅雨"
    U"检查森林楼房樊城模范横梁歌曲正常武断武术武汉武装武警段时段路殷切每周每常毕业毕竟"
    U"毛利毛发毛坯毛巾毛病毛线毛重气温气管水位水压水泥水泵水电水管水箱水表水质水费水龙"
    U"汉江江北江南江山江水江河江滩江苏江西江边污水汤圆汤汁汪汪汪洋汽车沈重沈阳油田治安"
    U"沿江泵房洗车洛阳洪水洪涝派单流程浙江清单渗水温州温度温暖温水温馨游乐游戏游泳滨江"
    U"漏水潘家火柴点钟热水焦味焦急焦虑照常照顾熊猫片段牛奶牛肉物房物管特许王庄王府王朝"
    U"王牌王者现任现成现金珠江班车理解甘肃生水用于用房用水田园田地田边田里田间由于甲方"
    U"申办申报申明申诉申请申领电费电路电车疫苗登陆登高白天白白白色百万百余盈余监管盖章"
    U"盘查盛夏盛大盛行相关眉毛督查短路石化石块石墨石头石子石材石板石油石灰石膏碎石示范"
    U"祝您祝愿祝福祝贺票房秋季秒钟租房租金秦岭秦皇积水积金程家程序程度程控空余空白穿戴"
    U"立方立马章法章程童声童年童车等于简单管井管家管控管理管线管路管道紧张红包纪委纪律"
    U"纪念纸张线路组成终于经常经纪经费给钱绿林缓解缴费缺席网路罗列罗湖罗马罚单罚金羽毛"
    U"翟志耿直聘任肖像肖家背景胡乱胡同胡说胡闹自查自费至于舒服舒适芦苇花园花坛花钱苏州"
    U"苗圃苗木英文范围莫名莫大莫过莫非菜单落叶落成葛根董事董家蔡甸薄弱薛家血管行李表单"
    U"表白袁家袁州西安要钱覃思见解规程规章规范解决解答解释解除詹天警卫警方订单讲解许久"
    U"许可许多许诺论文设施证金语文误解诸位调查调解谅解谢绝谢谢谭家谷物负任责任账单货车"
    U"贵阳费为费从费力费已费时费是费率费用贺信贺卡贾汪资方资金赞成走路路口路段路灯路程"
    U"路边路过路面身高车主车位车库车房车辆车道车门转单较高辛勤辛苦达成过于过程过高还钱"
    U"这位进水进程违章退费退钱通常造成道路邓州邢台那位邱县邵阳邹城郑州郑重郝庄部位里程"
    U"重申金地金属金桥金毛金秋金色金融金钱金额鉴于钟头钟点钟表钥孔钱包钱塘钱款钱物钱财"
    U"铁路锁孔锅房长于长江门丁门卫门房闫家闹钟队伍防卫防水防范阳光阳台阶段陆军陆地陆续"
    U"陈列陈旧陈述降水限于陶器陶土陶瓷集成雨季雨水雪白雷击雷同雷电雷雨霍乱非常面包韦德"
    U"韩国项目顾客顾虑顾问风景首席马上马力马桶马甲马虎马蜂马路马达高中高于高价高低高兴"
    U"高出高危高压高层高峰高度高新高标高档高楼高涨高温高空高考高达高速高铁高音高额魏家"
    U"鲁班黄土黄昏黄河黄石黄线黄色黄金黎明黑白齐全齐心龙卷龙头龙湖龚滩";

static const char32_t not_given[] =
    U"不与业个主之也了人从他们位住你傅到区去及反叫号各向和因在女她姐它室对将就已师幢"
    U"我或户打找把投报收日是有某栋楼此每没物由电的着称给被要让话说请费车过还这那都问"
    U"院";

static const char32_t typical_given[] =
    U"世东丹丽义乾云亮仁伟佳俊信倩光克兰兴军冬凤凯刚利勇华博占启哲喜嘉国坤妍娅娜娟娥婉"
    U"婧婷媛子学宁宇宏宝家少峰巧平广庆庭康建强彤彪德志忠思怡悦慧才振敏文斌旺昌明春晓晨"
    U"景晶智杰松林柏柱树栓根桂梅梓梦欣武殿民永波泽洁洋浩海涛润涵淑清瀚然燕爱玉玲珍琪琳"
    U"琴瑜瑞瑶璇璐生皓盛睿磊礼祥福秀秋素红绍维美翔翠耀胜腾良艳芝芬芳英茹荣莉莲菊菲萍蕾"
    U"薇虎诗诚豪贞贤贵超轩辉辰远连鑫钢钧钰铁铭锋锐锦长雄雪雯霞静顺颖飞香驰骏鹏龙";

static const char32_t sounds[] =
    U"丹丽乌买亚仁仓依克其别力努勒包卓卡古吉吐呼和哈嘎图塔增多央姆娃娜孜宝尔尼巴布干德"
    U"恩扎拉提敖敦斯日旦朝木查根格桑次毕江沁洛热牧特玛珠琴登米索胡艾苏莫萨西贝赫达迪逊"
    U"那都金钦阿雅音顿额高鲁麦";

#define LENGTH(text) (sizeof(text) / sizeof(text)[0] - 1)

static bool among(uint32_t point, const char32_t *sorted, size_t count)
{
    size_t low = 0;
    while (count > 0) {
        size_t half = count / 2;
        if (sorted[low + half] == point)
            return true;
        if (sorted[low + half] < point) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return false;
}

static bool pair_among(uint32_t first, uint32_t second, const char32_t *sorted, size_t count)
{
    size_t low = 0;
    while (count > 0) {
        size_t half = count / 2;
        const char32_t *pair = sorted + (low + half) * 2;
        if (pair[0] == first && pair[1] == second)
            return true;
        if (pair[0] < first || (pair[0] == first && pair[1] < second)) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return false;
}

enum surname surname_is(uint32_t point)
{
    if (!char_is_han(point))
        return SURNAME_NONE;
    if (among(point, common_surnames, LENGTH(common_surnames)))
        return SURNAME_COMMON;
    return among(point, rare_surnames, LENGTH(rare_surnames)) ? SURNAME_RARE : SURNAME_NONE;
}

bool surname_is_compound(uint32_t first, uint32_t second)
{
    return pair_among(first, second, compound_surnames, LENGTH(compound_surnames) / 2);
}

bool word_is_common(uint32_t first, uint32_t second)
{
    return pair_among(first, second, common_words, LENGTH(common_words) / 2);
}

bool given_is(uint32_t point)
{
    return char_is_han(point) && !among(point, not_given, LENGTH(not_given));
}

bool given_is_typical(uint32_t point)
{
    return among(point, typical_given, LENGTH(typical_given));
}

bool char_is_sound(uint32_t point)
{
    return among(point, sounds, LENGTH(sounds));
}
