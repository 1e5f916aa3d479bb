"""What happens to which partnership in the spring of 2014: one row per partnership that does something.

The partnerships and areas are real, what they do here is invented. The days are working days up to Friday 11 April;
the visitor arrives on Monday 14 April 2014. The other partnerships have not started.
"""

from demo.story import AGREE, ALL, DISAGREE, INTENT, NOT_ATTENDED, REMARKS, Dispute, Story, agreed

STORIES: tuple[Story, ...] = (
    # --- writing ---------------------------------------------------------------------------------------------
    Story(key="PO2501", start="2014-01-20", written=20, budget=False, attachments=0),
    Story(key="VO2507", start="2013-12-09", written=60, attachments=0),
    Story(key="PO2902", start="2013-11-04", written=90),
    Story(key="PO2702", start="2014-02-10", written=40, budget=False),
    Story(key="VO2803", start="2014-04-08", written=0, budget=False, attachments=0),
    Story(key="VO2812", start="2013-11-25", written=70),
    Story(
        key="VO-national",
        start="2013-12-16",
        written=50,
        attachments=0,
        municipalities=("Amersfoort", "Apeldoorn", "Goes", "Gouda", "Kampen", "Rotterdam"),
        partnerships=("PO-national",),
    ),
    # --- talking ---------------------------------------------------------------------------------------------
    Story(  # 24 municipalities, some of which leave the work to the partnership
        key="PO2101",
        offer="2014-01-20",
        meeting="2014-02-12",
        decide="2014-03-10",
        outcomes={
            "Leeuwarden": AGREE,
            "Smallingerland": AGREE,
            "Heerenveen": REMARKS,
            "Súdwest-Fryslân": AGREE,
            "De Friese Meren": INTENT,
            "Harlingen": AGREE,
            "Opsterland": AGREE,
            "Tytsjerksteradiel": REMARKS,
            "Achtkarspelen": AGREE,
            "Dantumadiel": INTENT,
            "Ameland": AGREE,
            "Vlieland": AGREE,
            "Schiermonnikoog": NOT_ATTENDED,
        },
        absent=("Ameland", "Vlieland", "Schiermonnikoog", "Terschelling"),
        overleg="2014-02-20",
        ask="2014-01-27",
        consent=("consent", "2014-02-20"),
    ),
    Story(  # asked its council after 1 February
        key="VO2708",
        start="2013-12-02",
        offer="2014-03-17",
        meeting="2014-04-03",
        met=("Amsterdam",),
        ask="2014-03-24",
    ),
    Story(key="PO2806", offer="2014-01-30", meeting="2014-03-25", ask="2014-01-31", overleg="2014-03-18"),
    Story(
        key="PO2803",
        offer="2014-03-31",
        procedure=False,
        absent=("Midden-Delfland",),
    ),
    Story(key="VO2203", start="2013-11-11", offer="2014-03-24", meeting="2014-04-09", met=("Meppel",)),
    Story(
        key="PO-national",
        offer="2014-01-29",
        municipalities=("Barneveld", "Ede", "Gouda", "Hardinxveld-Giessendam", "Rijssen-Holten", "Urk"),
        partnerships=("VO-national",),
        meeting="2014-02-25",
        decide="2014-03-24",
        outcomes={"Barneveld": AGREE, "Ede": AGREE, "Urk": REMARKS},
        absent=("Hardinxveld-Giessendam",),
        ask="2014-01-31",
        consent=("consent", "2014-02-26"),
    ),
    # --- all have spoken -------------------------------------------------------------------------------------
    agreed("PO2812"),
    agreed(  # one municipality
        "PO2303", outcomes={ALL: REMARKS}, consent=("consent_with_conditions", "2014-02-12")
    ),
    agreed(
        "VO2810",
        offer="2014-01-20",
        meeting="2014-02-11",
        decide="2014-03-03",
        outcomes={"Rotterdam": REMARKS, ALL: AGREE},
        absent=("Strijen", "Korendijk", "Cromstrijen"),
        consent=("no_decision", "2014-02-24"),
    ),
    # --- no agreement ----------------------------------------------------------------------------------------
    agreed(
        "PO3003",
        outcomes={
            "Zundert": DISAGREE,
            "Dongen": DISAGREE,
            "Baarle-Nassau": NOT_ATTENDED,
            ALL: AGREE,
        },
        absent=("Baarle-Nassau",),
        consent=("refuse", "2014-02-14"),
    ),
    agreed(
        "VO2305",
        offer="2014-02-10",
        meeting="2014-03-04",
        decide="2014-03-24",
        outcomes={"Kampen": DISAGREE, "Zwolle": AGREE, "Hattem": AGREE, "Staphorst": INTENT},
        overleg="",
        ask="2014-02-17",
        consent=None,
    ),
    agreed("VO3004", outcomes={"Tilburg": REMARKS, ALL: AGREE}, consent=("refuse", "2014-02-14")),
    # --- in dispute ------------------------------------------------------------------------------------------
    agreed(
        "PO2304",
        meeting="2014-02-06",
        decide="2014-03-17",
        outcomes={"Coevorden": DISAGREE, ALL: AGREE},
        dispute=Dispute(municipality="Coevorden", lodged="2014-04-10", by="municipality"),
    ),
    agreed(  # partly split municipalities; the municipality has yet to answer
        "PO2203",
        offer="2014-01-20",
        meeting="2014-02-06",
        decide="2014-03-03",
        outcomes={"Steenwijkerland": DISAGREE, "Meppel": REMARKS, "Westerveld": INTENT, ALL: AGREE},
        ask="2014-01-27",
        consent=("consent_with_conditions", "2014-02-20"),
        dispute=Dispute(
            municipality="Steenwijkerland",
            lodged="2014-03-28",
            steps=(("declare_admissible", "2014-04-04", "committee"),),
        ),
    ),
    agreed(
        "PO2510",
        decide="2014-02-24",
        outcomes={"Ede": DISAGREE, ALL: AGREE},
        dispute=Dispute(
            municipality="Ede",
            lodged="2014-03-12",
            steps=(
                ("declare_admissible", "2014-03-19", "committee"),
                ("respond", "2014-04-02", "municipality"),
            ),
        ),
    ),
    agreed(
        "VO2601",
        decide="2014-02-24",
        outcomes={"Stichtse Vecht": DISAGREE, "Utrecht": AGREE},
        dispute=Dispute(
            municipality="Stichtse Vecht",
            lodged="2014-03-06",
            by="municipality",
            steps=(
                ("declare_admissible", "2014-03-13", "committee"),
                ("respond", "2014-03-26", "partnership"),
                ("hold_hearing", "2014-04-09", "committee"),
            ),
        ),
    ),
    agreed(  # advice, followed in a second version, and agreement after all
        "PO3101",
        decide="2014-02-17",
        outcomes={"Venray": DISAGREE, ALL: AGREE},
        dispute=Dispute(
            municipality="Venray",
            lodged="2014-03-03",
            steps=(
                ("declare_admissible", "2014-03-07", "committee"),
                ("respond", "2014-03-14", "municipality"),
                ("hold_hearing", "2014-03-21", "committee"),
                ("advise", "2014-03-28", "committee"),
                ("follow_up", "2014-04-01", "partnership"),
            ),
        ),
        offer_again="2014-04-02",
        agree_after={"2014-04-09": "Venray"},
    ),
    agreed(
        "PO2604",
        decide="2014-02-24",
        outcomes={"Woerden": DISAGREE, ALL: AGREE},
        dispute=Dispute(
            municipality="Woerden",
            lodged="2014-03-10",
            steps=(
                ("declare_admissible", "2014-03-17", "committee"),
                ("settle", "2014-03-27", "committee"),
            ),
        ),
        agree_after={"2014-04-04": "Woerden"},
        adopt="2014-04-10",
    ),
    # --- adopted ---------------------------------------------------------------------------------------------
    agreed("PO2707", outcomes={ALL: AGREE, "Diemen": REMARKS}, adopt="2014-04-07"),
    agreed("VO2701", outcomes={"Texel": INTENT, ALL: AGREE}, adopt="2014-03-31", body="bestuur"),
    # --- filed -----------------------------------------------------------------------------------------------
    agreed("PO2701", adopt="2014-03-27", file="2014-04-10"),
    agreed(
        "VO2806",
        adopt="2014-04-07",
        file="2014-04-11",
        body="bestuur, na goedkeuring van de raad van toezicht",
    ),
    agreed(
        "PO2808",
        outcomes={"Rotterdam": REMARKS, ALL: AGREE},
        absent=("Westvoorne",),
        adopt="2014-04-01",
        file="2014-04-09",
    ),
    agreed("VO3005", adopt="2014-03-24", file="2014-03-28", take_up="2014-04-07"),
    agreed("PO2505", adopt="2014-03-24", file="2014-04-02", take_up="2014-04-08"),
    # --- repair ----------------------------------------------------------------------------------------------
    agreed(
        "PO3106",
        adopt="2014-03-17",
        file="2014-03-20",
        take_up="2014-03-27",
        repair="2014-04-04",
        repair_due="2014-04-25",
    ),
    agreed(  # the term of the repair has passed
        "VO2901",
        adopt="2014-03-10",
        file="2014-03-13",
        take_up="2014-03-18",
        repair="2014-03-24",
        repair_due="2014-04-11",
    ),
    agreed(
        "PO2402",
        adopt="2014-03-06",
        file="2014-03-11",
        take_up="2014-03-17",
        repair="2014-03-21",
        repair_due="2014-04-11",
        refile="2014-04-08",
    ),
    agreed(
        "VO2807",
        adopt="2014-03-03",
        file="2014-03-05",
        take_up="2014-03-10",
        repair="2014-03-14",
        repair_due="2014-04-04",
        refile="2014-03-26",
        complete_again="2014-04-03",
    ),
    # --- found complete --------------------------------------------------------------------------------------
    agreed("PO3103", adopt="2014-03-03", file="2014-03-12", take_up="2014-03-19", complete="2014-04-01"),
    agreed("VO2804", adopt="2014-03-10", file="2014-03-17", take_up="2014-03-24", complete="2014-04-03"),
)
