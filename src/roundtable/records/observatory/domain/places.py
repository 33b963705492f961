"""Places of the world by their codes: ISO 3166, and what sources write where a place has no code there.

XK is what the European Union and the United Nations write for Kosovo* in data; ISO 3166 keeps it free for users.
"""

_PAIRS = """
ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI
BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT
BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU
CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET
FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR
GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR
IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB
LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH
MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE
NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL
PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ
SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC
TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY
USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS XKXXK YEMYE ZAFZA ZMBZM ZWEZW
"""
ISO2 = {one[:3]: one[3:] for one in _PAIRS.split()}
"""From three letters to two."""
ISO3 = {two: three for three, two in ISO2.items()}
"""From two letters to three."""
OF_SOURCES = frozenset(
    {"STA", "STL", "UNK", "OOO", "XXA", "VAR", "EU27_2020", "EU28", "EUU", "WLD", "TIB", "UKN", "AB9"}
)
"""Codes that sources write for people without a state, for what is not known, and for groups of states."""
EUROSTAT = {"EL": "GR", "UK": "GB"}
"""Where Eurostat writes other letters than ISO 3166."""
PLACES = frozenset(
    {
        *("asylum", "origin", "destination", "geo", "citizen", "country", "sending", "receiving", "nationality", "iso"),
        *("state", "COUNTRY", "REF_AREA", "COUNTERPART_AREA", "CITIZEN", "C_BIRTH"),
    }
)
"""Names of dimensions that say where somebody is or comes from."""
CORRIDORS = (
    ("origin", "asylum"),
    ("origin", "destination"),
    ("citizen", "geo"),
    ("sending", "receiving"),
    ("origin", "country"),
    ("nationality", "state"),
)
"""Pairs of dimensions that should differ: from where, to where."""


def two_letters(code: str) -> str:
    """Give the two letters of a place, or an empty text for what is none.

    >>> two_letters("GEO"), two_letters("EL"), two_letters("XKX"), two_letters("STA")
    ('GE', 'GR', 'XK', '')
    """
    code = EUROSTAT.get(code, code)
    return code if code in ISO3 else ISO2.get(code, "")


def known(code: str) -> bool:
    """Whether a code is one of a place, or one that sources write instead."""
    return bool(two_letters(code)) or code in OF_SOURCES
