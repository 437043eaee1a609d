"""Words the demo register is made of. Every firm and estate made from them is invented."""

DISTRICT = "150202"
OTHER_DISTRICT = "340302"

# Two-character trade names; a firm takes one whole, so none is used twice.
FIRM_TRADE_NAMES = (
    "禾畔 澜序 青栎 云岫 暖屋 安筑 邻舍 拾光 木棉 晴檐 石榴 北川 鹿鸣 河湾 阴山 草原 黄河 转龙 敖包 银杏 "
    "丁香 沙枣 胡杨 白桦 云杉 红柳 苜蓿 芍药 山丹 金露 祥麓 和牧 瑞祺 惠居 嘉屿 宜庭 安澜 禾泰 盛景 恒筑 "
    "信邻 诚檐 德屋 仁居 义舍 礼邦 智苑 勤园 俭庭 廉舍 平川 广原 远山 近水 高台 长垣 新垣 旧雨 春晖 夏木 "
    "秋实 冬暖 晨曦 暮云 朝露 晚晴 星野 月湾 日升 风和 雨润 雪融 霜华 雷鸣 虹桥 霞光 烟波 雾凇 清和 明朗 "
    "静好 安然 自在 从容 舒畅 悠居 乐邻 喜舍 福庭 禄苑 寿园 康宁 健行 强邻 美筑 善舍 真居 纯粹 朴实 素心"
).split()

FIRM_FORMS_IN = ["包头市{}物业服务有限责任公司", "包头市东河区{}物业管理有限公司", "包头{}物业服务有限公司"]
FIRM_FORMS_OUT = {
    "150203": "包头市昆区{}物业服务有限公司",
    "150204": "包头市青山区{}物业管理有限公司",
    "150207": "包头市九原区{}物业服务有限公司",
    "150102": "内蒙古{}物业管理有限公司",
    "150602": "鄂尔多斯市{}物业服务有限公司",
    "110105": "北京{}物业管理有限公司包头分公司",
}

ESTATE_MARKET_HEADS = (
    "锦绣 滨河 阳光 翠湖 金枝 御景 和泰 紫薇 桃源 碧水 兰亭 龙湾 枫林 云锦 世纪 凤凰 书香 天润 瑞丰 富春 "
    "铂悦 观澜 水岸 书院 丽水"
).split()
ESTATE_MARKET_TAILS = "花园 家园 华府 名苑 新城 公馆 雅居 国际 庄园 丽景".split()
ESTATE_QUASI_TAILS = "小区 新村 嘉苑 住宅区".split()
ESTATE_OLD_TAILS = {
    "enclosed": "一街坊 二街坊 三街坊 四街坊 五街坊 六街坊".split(),
    "unenclosed": "东院 西院 南院 北院 前巷院 后巷院".split(),
    "single_building": "1号楼 2号楼 3号楼 5号楼 6号楼 8号楼 9号楼".split(),
}
ESTATE_SELF_TAILS = ["平房院", "自管院", "老院"]
