"""The dialogue's own facts, stated by this project: who sits at the table.

The list follows the draft Joint Declaration in document 12629/22 of 23 September 2022, in its order and with its
wording. What the document does not give (since when a Party takes part, for instance) is assumed and marked so.
"""

from dataclasses import dataclass, field
from datetime import date

from roundtable.ground.parties.domain.standing import NOT_PARTICIPATING, PARTICIPATING, Fact

DECLARATION = "Council document 12629/22 of 23 September 2022, Annex I: draft Joint Declaration, preamble, paragraph 1"
COVERING_NOTE = "Council document 12629/22 of 23 September 2022, covering note, point 1"
FOUNDED = "Council document 12629/22 of 23 September 2022, Annex II: the Prague Process was established in 2009"

FIRST_CONFERENCE = date(2009, 4, 27)
"""First day of the First Ministerial Conference (Prague, 27 and 28 April 2009): the first day we assume for "
"everybody."""
LISTED_ON = date(2022, 9, 23)
FULL_SCALE_WAR = date(2022, 2, 24)

KOSOVO_FOOTNOTE = {
    "en": (
        "This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 and the ICJ "
        "Opinion on the Kosovo declaration of independence."
    ),
    "ru": (
        "Это обозначение не предрешает позиций по вопросу о статусе и соответствует резолюции СБ ООН 1244/1999 и "
        "заключению Международного Суда ООН о декларации независимости Косово. "
        "[Перевод подготовлен диалогом; в источнике текст дан на английском языке.]"
    ),
    "uk": (
        "Це позначення не визначає наперед позицій щодо статусу й відповідає резолюції РБ ООН 1244/1999 та висновку "
        "Міжнародного Суду ООН щодо декларації незалежності Косова. "
        "[Переклад підготовлено діалогом; у джерелі текст подано англійською мовою.]"
    ),
    "tr": (
        "Bu adlandırma, statüye ilişkin tutumlara halel getirmez ve BM Güvenlik Konseyi'nin 1244/1999 sayılı kararı "
        "ile Uluslararası Adalet Divanı'nın Kosova'nın bağımsızlık bildirgesine ilişkin görüşüne uygundur. "
        "[Çeviri diyaloğa aittir; kaynaktaki metin İngilizcedir.]"
    ),
    "ar": (
        "لا تخلّ هذه التسمية بالمواقف من الوضع القانوني، وهي تتماشى مع قرار مجلس الأمن 1244/1999 ومع فتوى محكمة العدل "
        "الدولية بشأن إعلان استقلال كوسوفو. [الترجمة من إعداد الحوار؛ والنص في المصدر بالإنكليزية.]"
    ),
    "fa-af": (
        "این نام‌گذاری به موضع‌ها در مورد وضعیت لطمه نمی‌زند و با قطعنامهٔ ۱۲۴۴/۱۹۹۹ شورای امنیت ملل متحد و نظر مشورتی "
        "محکمهٔ بین‌المللی عدالت در مورد اعلامیهٔ استقلال کوزوو مطابقت دارد. [ترجمه از سوی گفت‌وگو است؛ متن منبع به "
        "انگلیسی است.]"
    ),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One entry of the table as the project states it."""

    code: str
    kind: str
    iso3: str
    listed_as: str
    zone: str
    """The IANA zone; of the capital, where a state has several."""
    order: int | None = None
    in_brackets: bool = False
    designation: dict[str, str] = field(default_factory=dict)
    mark: str = ""
    footnote: dict[str, str] = field(default_factory=dict)
    designation_source: str = ""
    website: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """Whether somebody was invited to one meeting: a fact of that meeting, not a standing in the dialogue."""

    party: str
    meeting: dict[str, str]
    first_day: date
    last_day: date
    invited: bool
    source: str


# code, ISO 3166 alpha-3, the Declaration's wording, zone: in the order of the Declaration.
# For XK the tz database names no zone of its own; its list of territories puts it under Europe/Belgrade.
STATES = """
AL ALB Europe/Tirane Albania
AM ARM Asia/Yerevan Armenia
AT AUT Europe/Vienna Austria
AZ AZE Asia/Baku Azerbaijan
BE BEL Europe/Brussels Belgium
BA BIH Europe/Sarajevo Bosnia and Herzegovina
BG BGR Europe/Sofia Bulgaria
HR HRV Europe/Zagreb Croatia
CY CYP Asia/Nicosia Cyprus
CZ CZE Europe/Prague the Czech Republic
DK DNK Europe/Copenhagen Denmark
EE EST Europe/Tallinn Estonia
FI FIN Europe/Helsinki Finland
FR FRA Europe/Paris France
GE GEO Asia/Tbilisi Georgia
DE DEU Europe/Berlin Germany
GR GRC Europe/Athens Greece
HU HUN Europe/Budapest Hungary
IE IRL Europe/Dublin Ireland
IT ITA Europe/Rome Italy
KZ KAZ Asia/Almaty Kazakhstan
XK XKX Europe/Belgrade Kosovo
KG KGZ Asia/Bishkek Kyrgyzstan
LV LVA Europe/Riga Latvia
LI LIE Europe/Vaduz Liechtenstein
LT LTU Europe/Vilnius Lithuania
LU LUX Europe/Luxembourg Luxembourg
MT MLT Europe/Malta Malta
ME MNE Europe/Podgorica Montenegro
NL NLD Europe/Amsterdam the Netherlands
MK MKD Europe/Skopje North Macedonia
NO NOR Europe/Oslo Norway
PL POL Europe/Warsaw Poland
PT PRT Europe/Lisbon Portugal
MD MDA Europe/Chisinau Moldova
RO ROU Europe/Bucharest Romania
RS SRB Europe/Belgrade Serbia
SK SVK Europe/Bratislava Slovakia
SI SVN Europe/Ljubljana Slovenia
ES ESP Europe/Madrid Spain
SE SWE Europe/Stockholm Sweden
CH CHE Europe/Zurich Switzerland
TJ TJK Asia/Dushanbe Tajikistan
TR TUR Europe/Istanbul Turkey
TM TKM Asia/Ashgabat Turkmenistan
UA UKR Europe/Kyiv Ukraine
UZ UZB Asia/Tashkent Uzbekistan
"""

# Where CLDR's name is not the one the dialogue uses in that language.
OWN_DESIGNATIONS = {
    "BA": {"en": "Bosnia and Herzegovina"},
    "KG": {"ru": "Кыргызстан"},
}

PARTNERS = (
    (
        "EUAA",
        "Europe/Malta",
        "the European Union Agency for Asylum",
        {
            "en": "European Union Agency for Asylum",
            "ru": "Агентство Европейского союза по вопросам убежища",
            "uk": "Агентство Європейського Союзу з питань притулку",
            "tr": "Avrupa Birliği İltica Ajansı",
            "ar": "وكالة الاتحاد الأوروبي للجوء",
            "fa-af": "ادارهٔ پناهندگی اتحادیهٔ اروپا",
        },
    ),
    (
        "FRONTEX",
        "Europe/Warsaw",
        "the European Border and Coast Guard Agency",
        {
            "en": "European Border and Coast Guard Agency",
            "ru": "Европейское агентство пограничной и береговой охраны",
            "uk": "Європейське агентство прикордонної та берегової охорони",
            "tr": "Avrupa Sınır ve Sahil Güvenlik Ajansı",
            "ar": "الوكالة الأوروبية لحرس الحدود والسواحل",
            "fa-af": "ادارهٔ اروپایی نگهبانی سرحدات و سواحل",
        },
    ),
    (
        "ICMPD",
        "Europe/Vienna",
        "the International Centre for Migration Policy Development",
        {
            "en": "International Centre for Migration Policy Development",
            "ru": "Международный центр по развитию миграционной политики",
            "uk": "Міжнародний центр розвитку міграційної політики",
            "tr": "Uluslararası Göç Politikaları Geliştirme Merkezi",
            "ar": "المركز الدولي لتطوير سياسات الهجرة",
            "fa-af": "مرکز بین‌المللی انکشاف پالیسی مهاجرت",
        },
    ),
    (
        "IOM",
        "Europe/Zurich",
        "the International Organization for Migration",
        {
            "en": "International Organization for Migration",
            "ru": "Международная организация по миграции",
            "uk": "Міжнародна організація з міграції",
            "tr": "Uluslararası Göç Örgütü",
            "ar": "المنظمة الدولية للهجرة",
            "fa-af": "سازمان بین‌المللی مهاجرت",
        },
    ),
    (
        "UNHCR",
        "Europe/Zurich",
        "the United Nations High Commissioner for Refugees",
        {
            "en": "United Nations High Commissioner for Refugees",
            "ru": "Верховный комиссар Организации Объединённых Наций по делам беженцев",
            "uk": "Верховний комісар Організації Об’єднаних Націй у справах біженців",
            "tr": "Birleşmiş Milletler Mülteciler Yüksek Komiseri",
            "ar": "مفوض الأمم المتحدة السامي لشؤون اللاجئين",
            "fa-af": "کمیشنر عالی ملل متحد برای پناهندگان",
        },
    ),
)

ASSUMED_START = {
    "en": (
        "The source gives no first day. Assumed: the first day of the First Ministerial Conference, held when the "
        "dialogue was established in 2009."
    ),
    "ru": (
        "Первый день в источнике не указан. Принято: первый день Первой конференции министров, проведённой при "
        "учреждении диалога в 2009 году."
    ),
}
ASSUMED_PARTNER_START = {
    "en": (
        "The source gives no first day. Assumed: the day of the document, whose draft names the Partners in square "
        "brackets and leaves the list open (“add other if necessary”)."
    ),
    "ru": (
        "Первый день в источнике не указан. Принято: дата документа; в проекте Партнёры названы в квадратных скобках, "
        "и список оставлен открытым."
    ),
}

TAKING_PART = Fact(PARTICIPATING, FIRST_CONFERENCE, DECLARATION, start_assumed=True, note=ASSUMED_START)
PARTNER_PRESENT = Fact(PARTICIPATING, LISTED_ON, DECLARATION, start_assumed=True, note=ASSUMED_PARTNER_START)

RUSSIA = Seat(
    code="RU",
    kind="state",
    iso3="RUS",
    listed_as="",
    zone="Europe/Moscow",
    facts=(
        Fact(
            PARTICIPATING,
            FIRST_CONFERENCE,
            COVERING_NOTE,
            ends=date(2022, 2, 23),
            start_assumed=True,
            end_assumed=True,
            note={
                "en": (
                    "The source names Russia among those whom the Process aims to bring into dialogue and says that it "
                    "is “currently not participating”. It gives neither a first nor a last day: both are assumed."
                ),
                "ru": (
                    "Источник называет Россию среди тех, кого Процесс стремится вовлечь в диалог, и сообщает, что она "
                    "«в настоящее время не участвует». Ни первый, ни последний день не указаны: оба приняты условно."
                ),
            },
        ),
        Fact(
            NOT_PARTICIPATING,
            FULL_SCALE_WAR,
            COVERING_NOTE,
            start_assumed=True,
            note={
                "en": (
                    "“Due to the Russian Federation's military aggression against Ukraine, Russia is currently not "
                    "participating in the process.” The source does not say since when. Assumed: 24 February 2022, the "
                    "first day of the full-scale invasion."
                ),
                "ru": (
                    "«В связи с военной агрессией Российской Федерации против Украины Россия в настоящее время не "
                    "участвует в процессе». С какого дня, источник не говорит. Принято: 24 февраля 2022 года, первый "
                    "день полномасштабного вторжения. [Перевод подготовлен диалогом.]"
                ),
            },
        ),
    ),
)
BELARUS = Seat(
    code="BY",
    kind="state",
    iso3="BLR",
    listed_as="",
    zone="Europe/Minsk",
    facts=(
        Fact(
            PARTICIPATING,
            FIRST_CONFERENCE,
            COVERING_NOTE,
            ends=date(2022, 9, 22),
            start_assumed=True,
            end_assumed=True,
            note={
                "en": (
                    "The source says only that Belarus was not invited to one meeting, and does not list it among the "
                    "Parties. Assumed: it took part until the day before that list. Whether it takes part since then "
                    "is not stated."
                ),
                "ru": (
                    "Источник говорит лишь, что Беларусь не была приглашена на одну встречу, и не называет её среди "
                    "Сторон. Принято: участвовала до дня, предшествующего этому списку. Участвует ли она с тех пор, не "
                    "указано."
                ),
            },
        ),
    ),
)

SENIOR_OFFICIALS_2022 = {
    "en": "Senior Officials' Meeting, Vienna",
    "ru": "Встреча старших должностных лиц, Вена",
}
MEETING_FACTS = tuple(
    MeetingFact(code, SENIOR_OFFICIALS_2022, date(2022, 5, 12), date(2022, 5, 13), invited=False, source=COVERING_NOTE)
    for code in ("RU", "BY")
)


def seats() -> list[Seat]:
    """Give every entry: 47 states and the Union in the Declaration's order, 5 Partners, and 2 others known.

    >>> [len([seat for seat in seats() if seat.kind == kind and seat.order]) for kind in ("state", "union", "partner")]
    [47, 1, 5]
    """
    found = []
    for order, line in enumerate(STATES.strip().splitlines(), start=1):
        code, iso3, zone, listed_as = line.split(" ", 3)
        marked = code == "XK"
        found.append(
            Seat(
                code=code,
                kind="state",
                iso3=iso3,
                listed_as=listed_as,
                zone=zone,
                order=order,
                designation=OWN_DESIGNATIONS.get(code, {}),
                mark="*" if marked else "",
                footnote=KOSOVO_FOOTNOTE if marked else {},
                designation_source=f"{DECLARATION}, with footnote 1" if marked else "",
                facts=(TAKING_PART,),
            )
        )
    last = len(found)
    union = "the European Union, represented by the European Commission"
    found.append(Seat("EU", "union", "", union, "Europe/Brussels", order=last + 1, facts=(TAKING_PART,)))
    for order, (code, zone, listed_as, name) in enumerate(PARTNERS, start=last + 2):
        present = (PARTNER_PRESENT,)
        found.append(
            Seat(
                code,
                "partner",
                "",
                listed_as,
                zone,
                order=order,
                in_brackets=True,
                designation=name,
                designation_source=DECLARATION,
                facts=present,
            )
        )
    return [*found, RUSSIA, BELARUS]
