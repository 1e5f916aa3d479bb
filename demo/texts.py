"""Example texts per element of the law. Generic on purpose, and marked: no partnership wrote them.

`{school}` and `{schools}` depend on the sector. Every element has a main text and two endings; a plan takes one.
"""

MARK = "<p><em>Voorbeeldtekst voor de demonstratie. Niet geschreven door een samenwerkingsverband.</em></p>"
WORDS = {
    "PO": {
        "school": "basisschool",
        "schools": "basisscholen",
        "special": "speciaal (basis)onderwijs",
        "next": "het voortgezet onderwijs",
    },
    "VO": {
        "school": "school",
        "schools": "scholen",
        "special": "voortgezet speciaal onderwijs",
        "next": "het mbo",
    },
}

SHARE = (
    "<p>Een tekort wordt gedeeld. Het aandeel van elke {school} wordt zo bepaald:</p><ol>"
    "<li>peildatum voor het aantal leerlingen: 1 oktober van het jaar ervoor;</li>"
    "<li>aandeel: het aantal leerlingen van de {school}, gedeeld door het totaal in het gebied;</li>"
    "<li>een bestuur met meer scholen krijgt één berekening, met het aandeel per {school}.</li></ol>"
    "<p>Besturen zien de berekening vóór de overdracht en hebben twee weken om fouten te melden.</p>"
)
GROWTH = (
    "<p>De peildatum is <strong>1 februari</strong>. Het bureau vergelijkt dan het aantal leerlingen met dat van "
    "1 oktober ervoor:</p><ul><li>ingeschreven na 1 oktober met een toelaatbaarheidsverklaring: erbij;</li>"
    "<li>uitgeschreven na 1 oktober: eraf;</li><li>verhuisd vanuit een ander gebied: naar het gebied van herkomst."
    "</li></ul><p>Is het verschil groter dan nul, dan wordt het bedrag per leerling overgedragen aan de school waar de "
    "leerling zit, voor het schooljaar erna.</p>"
)

TEXTS: dict[str, tuple[str, str, str]] = {
    "samenhangend_geheel_basisondersteuning": (
        "<h3>Eén geheel</h3><p>De {schools} en de scholen voor {special} in dit gebied vullen elkaar aan. Elke "
        "leerling met een extra vraag krijgt een plek zonder dat het onderwijs stilvalt. De {school} waar een "
        "leerling is aangemeld, zoekt; ouders hoeven niet zelf rond te bellen.</p>"
        "<h3>Basisondersteuning op elke vestiging</h3><ul><li>een veilige groep en duidelijke regels;</li>"
        "<li>hulp bij dyslexie en dyscalculie;</li><li>een aanpak voor gedrag, met een intern begeleider;</li>"
        "<li>korte lijnen met jeugdgezondheidszorg en leerplicht.</li></ul>",
        "<p>Wat een {school} méér kan bieden, staat in haar schoolondersteuningsprofiel. De profielen samen laten "
        "zien waar nog iets ontbreekt; dat overzicht wordt elk jaar in januari bijgewerkt.</p>",
        "<p>Twee keer per jaar bespreken de besturen waar leerlingen vastliepen en wat er in het aanbod ontbrak. De "
        "uitkomst is de agenda voor het jaar erna.</p>",
    ),
    "middelen_meerjarenbegroting": (
        "<h3>Hoe het geld wordt verdeeld</h3><table><thead><tr><th>Deel</th><th>Waarvoor</th><th>Verdeling</th></tr>"
        "</thead><tbody><tr><td>Basis</td><td>basisondersteuning</td><td>vast bedrag per leerling</td></tr>"
        "<tr><td>Extra</td><td>arrangementen</td><td>na aanvraag bij het loket</td></tr>"
        "<tr><td>Zwaar</td><td>plaatsing in {special}</td><td>met een toelaatbaarheidsverklaring</td></tr></tbody>"
        "</table><p>Besturen laten elk jaar vóór 1 maart zien wat zij met het bedrag per leerling hebben gedaan en wat "
        "het opleverde. De meerjarenbegroting staat verderop in dit plan.</p>",
        "<p>Er is een reserve voor tegenvallers, met een ondergrens en een bovengrens. Wat boven de bovengrens komt, "
        "gaat naar de scholen.</p>",
        "<p>De eerste twee jaar krijgen scholen zekerheid: een bestuur gaat er in één jaar nooit meer dan een tiende op "
        "achteruit. Daarna geldt de verdeling zonder overgangsregel.</p>",
    ),
    "plaatsing_sbo_so": (
        "<p>Plaatsing in het speciaal basisonderwijs of het (voortgezet) speciaal onderwijs vraagt een "
        "toelaatbaarheidsverklaring. De stappen:</p><ol><li>de {school} bespreekt de vraag met ouders en deskundigen;"
        "</li><li>de {school} dient het dossier in bij het loket;</li><li>de commissie hoort twee deskundigen en beslist "
        "binnen zes weken;</li><li>ouders en {school} krijgen het besluit met de reden, en kunnen bezwaar maken.</li>"
        "</ol><p>De commissie kijkt naar wat de leerling nodig heeft, wat al is geprobeerd en wat dichtbij kan.</p>",
        "<p>Een verklaring geldt ten minste tot het einde van het volgende schooljaar. Bij jonge leerlingen is de termijn "
        "liever kort, met een vaste dag om opnieuw te kijken.</p>",
        "<p>Is er haast, bijvoorbeeld na een verhuizing, dan kan een leerling beginnen terwijl de commissie nog beslist. "
        "Het samenwerkingsverband draagt dan het risico, niet de ouders.</p>",
    ),
    "plaatsing_vso": (
        "<p>Een plaats in het voortgezet speciaal onderwijs vraagt een toelaatbaarheidsverklaring. De school bespreekt de "
        "vraag eerst met leerling en ouders, en dient dan het dossier in bij het loket. De commissie beslist binnen zes "
        "weken, na advies van twee deskundigen.</p><ul><li>Wat heeft de leerling nodig om een diploma of werk te halen?"
        "</li><li>Wat is op school al geprobeerd, en wat leverde dat op?</li><li>Kan het ook met een tussenvoorziening?"
        "</li></ul>",
        "<p>Leerlingen denken zelf mee: zij zijn bij het gesprek, en in het dossier staat in hun woorden wat zij willen.</p>",
        "<p>Leerlingen die uit het speciaal onderwijs komen, krijgen vóór 1 maart uitsluitsel, zodat zij tegelijk met hun "
        "klasgenoten weten waar zij heen gaan.</p>",
    ),
    "terug_overplaatsing": (
        "<p>Een plaats in het {special} is zo lang als nodig. Een half jaar voordat een verklaring afloopt, bespreken "
        "beide scholen met de ouders of terugplaatsing kan. Er ligt dan een plan met:</p><ul><li>de dag van overgang en "
        "de eerste twaalf weken;</li><li>wie de leerling begeleidt;</li><li>wat er gebeurt als het niet lukt.</li></ul>",
        "<p>De begeleiding gaat het eerste half jaar mee met de leerling en wordt betaald uit de arrangementen.</p>",
        "<p>De ontvangende {school} weet vooraf welke hulp zij krijgt en voor hoe lang. Dat neemt de meeste bezwaren weg.</p>",
    ),
    "resultaten_bekostiging": (
        "<h3>Wat wij willen bereiken</h3><ul><li>geen leerling zit langer dan vier weken thuis zonder aanbod;</li>"
        "<li>deelname aan {special} blijft in vier jaar gelijk;</li><li>negen van de tien aanvragen bij het loket zijn "
        "binnen zes weken afgehandeld.</li></ul><p>Elk jaar in november komt er een verslag met de aantallen, naast die "
        "van het jaar ervoor. De kosten staan per doel in de begroting.</p>",
        "<p>Naast de aantallen vragen wij ouders en leerlingen wat zij van de hulp vonden, met vijf vragen die elk jaar "
        "dezelfde zijn.</p>",
        "<p>Bereikt tot nu toe: de loketten werken, de profielen zijn er, en de oude wachtlijst is weg.</p>",
    ),
    "informatie_ouders": (
        "<p>Ouders vinden alles op één plek: de website van het samenwerkingsverband, in gewone taal, met voor elke school "
        "een samenvatting van het profiel. Wie liever belt, krijgt een vaste contactpersoon.</p><p>Ouders kunnen "
        "onafhankelijke hulp krijgen van iemand die niet bij een school of bij het samenwerkingsverband werkt. Die hulp "
        "kost niets en staat in elke brief genoemd.</p>",
        "<p>Brieven zijn door een panel van ouders gelezen. Wat zij niet begrepen, is herschreven.</p>",
        "<p>In het voorjaar is er per gemeente een avond, samen met het jeugdteam en de leerplichtambtenaar.</p>",
    ),
    "peildatum_sbo": (
        GROWTH,
        "<p>Voor het speciaal basisonderwijs telt alleen wat boven de twee procent komt.</p>",
        "<p>Elke sbo-school krijgt in maart de telling te zien en kan fouten melden tot 1 april.</p>",
    ),
    "aandeel_tekort_sbo": (
        SHARE,
        "<p>Een {school} met minder dan honderd leerlingen betaalt het eerste jaar de helft.</p>",
        "<p>Het bureau rekent het aandeel in juni alvast voor, zodat de begroting klopt.</p>",
    ),
    "peildatum_so": (
        GROWTH,
        "<p>Het bedrag hangt af van de categorie in de verklaring. Residentiële leerlingen tellen niet mee.</p>",
        "<p>De scholen voor speciaal onderwijs leveren de telling zelf aan; het bureau controleert met een steekproef.</p>",
    ),
    "aandeel_tekort_so": (
        SHARE,
        "<p>Voor personeelskosten geldt dezelfde sleutel; er is geen aparte regeling voor kleine scholen.</p>",
        "<p>Komt een bestuur hierdoor in de knel, dan kan het vragen om betaling in twee delen.</p>",
    ),
    "peildatum_vso": (
        GROWTH,
        "<p>Leerlingen die na de zomer vanuit een school in het gebied overstappen, tellen vanaf de eerste schooldag.</p>",
        "<p>De telling wordt besproken met alle vso-besturen samen, zodat niemand verrast wordt.</p>",
    ),
    "aandeel_tekort_vso": (
        SHARE,
        "<p>Leerlingen in het praktijkonderwijs tellen mee als alle anderen.</p>",
        "<p>Het bestuur van een school met vestigingen in twee gebieden betaalt alleen voor de vestigingen hier.</p>",
    ),
    "herindicatie_zittende_leerlingen": (
        "<p>Leerlingen met een oude indicatie worden binnen twee jaar opnieuw bekeken, in deze volgorde:</p><ol>"
        "<li>wie naar {next} gaat;</li><li>van wie de indicatie het eerst afloopt;</li><li>alle anderen, per school.</li>"
        "</ol><p>Blijven is het uitgangspunt zolang een kind op zijn plek is. Alleen als school en ouders samen denken dat "
        "terug of over kan, volgt een gesprek.</p>",
        "<p>De commissie doet dit met de dossiers die er zijn: geen nieuw onderzoek als dat niets toevoegt.</p>",
        "<p>Per school is er één middag waarop alle dossiers worden doorgenomen, met de ouders aan tafel.</p>",
    ),
}
FREE_CHAPTER = (
    "Jeugdhulp en gemeenten",
    "<p>Met de gemeenten is afgesproken dat er voor elke school een vast aanspreekpunt in het jeugdteam is, en dat onderwijs "
    "en jeugdhulp één plan maken als een kind van beide hulp krijgt. Leerlingenvervoer en thuiszitters staan elk kwartaal "
    "op de agenda.</p>",
)
AFTER_TALKS = (
    "<p>Na het overleg met de gemeenten is toegevoegd: elke gemeente krijgt in oktober de aantallen van het eigen gebied, en "
    "het vervoer wordt meegewogen voordat een leerling elders wordt geplaatst.</p>"
)
REPAIR = (
    "<p>Na de vraag van de inspectie aangevuld: de stappen hebben nu elk een termijn, en er staat wie beslist als school en "
    "ouders het niet eens worden.</p>"
)

SUBJECTS = "Het concept, de aansluiting op de jeugdhulp, thuiszitters, leerlingenvervoer en huisvesting."
REMARKS = {
    "agree_with_remarks": (
        "Voorbeeld: wij stemmen in en vragen om jaarlijks cijfers over thuiszitters per gemeente.",
        "Voorbeeld: akkoord, met de kanttekening dat het vervoer in de eerste twee jaar apart wordt gevolgd.",
    ),
    "disagree": (
        "Voorbeeld: het plan zegt te weinig over de gevolgen voor het leerlingenvervoer.",
        "Voorbeeld: de afspraken over de aansluiting op de jeugdhulp zijn ons te vrijblijvend.",
    ),
    "declare_intent": (
        "Voorbeeld: het college wil tot overeenstemming komen en laat het besluit over aan het nieuwe college.",
    ),
}
EVIDENCE = "Voorbeeld: brief van het college, bij ons ontvangen en als bijlage bewaard."
NOT_ATTENDED = "Voorbeeld: twee keer uitgenodigd, niet verschenen; de brieven zitten in het dossier."
CONDITIONS = "Voorbeeld: de OPR wil elk half jaar de besteding zien, en vóór 2015 een evaluatie van de loketten met ouders."
REFUSAL = (
    "Voorbeeld: de OPR mist een onderbouwing van de verdeling over de scholen en vraagt een nieuw voorstel."
)
GROUNDS = (
    "Voorbeeld: partijen zijn het niet eens over wie de kosten draagt als een leerling door de keuzes in het plan verder moet "
    "reizen. In drie gesprekken is geen oplossing gevonden."
)
DISPUTE = {
    "declare_admissible": "Voorbeeld: het geschil valt onder de vastgelegde procedure en is op tijd ingediend.",
    "respond": "Voorbeeld: volgens ons volgt de plaatsing uit wat een leerling nodig heeft; vervoer kan daarin niet beslissen.",
    "plan_hearing": "Voorbeeld: zitting over het geschil; partijen kunnen tot een week ervoor stukken sturen.",
    "hold_hearing": "Voorbeeld: beide partijen zijn gehoord. Zij zijn het eens over de feiten.",
    "advise": (
        "Voorbeeld: de commissie adviseert om het vervoer bij elke plaatsing vooraf met de gemeente te bespreken en de kosten "
        "na een jaar samen te bekijken."
    ),
    "follow_up": "Voorbeeld: wij nemen het advies over; het staat in de nieuwe versie van het plan.",
    "settle": "Voorbeeld: partijen spreken af om het vervoer twee jaar samen te volgen. Het geschil is daarmee van tafel.",
    "close": "",
}
REPAIR_REASON = "Voorbeeld: het plan is goed leesbaar, maar twee onderdelen zijn nog niet volledig."
REPAIR_FINDINGS = {
    "terug_overplaatsing": "Voorbeeld: er staat niet wie beslist als school en ouders het niet eens zijn.",
    "informatie_ouders": "Voorbeeld: noem waar ouders onafhankelijke ondersteuning kunnen krijgen.",
}
COMPLETE_REASON = "Voorbeeld: alle onderdelen zijn beschreven en het overleg is gevoerd."


def chapter(key: str, sector: str, variant: int) -> str:
    """The example text of an element for a sector, with one of its endings."""
    main, *endings = TEXTS[key]
    return MARK + (main + endings[variant % len(endings)]).format(**WORDS[sector])


def free_chapter() -> tuple[str, str]:
    """Title and text of the chapter the law does not ask for."""
    title, body = FREE_CHAPTER
    return title, MARK + body
