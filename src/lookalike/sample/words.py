"""The words that the sample company's world is made of. No real company, person or domain is meant."""

# ruff: noqa: SIM905 -- lists of words read better as lines of words

STEMS = (
    "Alm Asp Berg Bjørk Blå Brenn Dal Drag Eik Elv Falk Fjell Fjord Fram Furu Gran Grav Grøn Gull Hassel Hav Hegre "
    "Hest Holm Hval Høy Is Jern Kald Klepp Klipp Kobber Krok Kvit Lang Lauv Lind Lun Lyng Lys Mjøl Myr Mørk Nes Nord "
    "Orre Ram Rein Rogn Rød Salt Sel Silk Skar Skog Snø Sol Stein Sterk Stor Straum Sund Svart Sølv Tind Tjern Tore "
    "Tun Ulv Vard Vest Vind Vår Ørne Øst Ås"
).split()
ENDINGS = (
    "bakken berget borg bru bu bygda dalen eid enga fallet feltet fossen gard grend hagen hammer haug heim helle "
    "hylla kilen klev kollen land lia lund lykkja marka mo moen nuten odden plass rabben rud rygg sand sete side "
    "skaret slette sletta stad strand støl sundet toppen trø tveit vang vatnet vik voll ås øy"
).split()
SECOND = {
    "Logistikk": "Transport Logistikk Spedisjon Frakt Terminal Lager Distribusjon Shipping".split(),
    "Industri": "Industri Automasjon Mekanikk Maskin Sensor Prosess Verktøy Produksjon".split(),
    "Rådgivning": "Data Digital Consulting Rådgivning Systemer Software Teknologi Analyse".split(),
    "Servering": "Hotell Kro Kafé Bistro Gjestegård Restaurant Kjøkken Mat".split(),
    "": "Bygg Handel Eiendom Anlegg Klinikk Kompetanse Entreprenør Butikk".split(),
}
# Municipality, county, first two digits of the postcode.
PLACES = (
    ("Oslo", "Oslo", "02"),
    ("Bærum", "Akershus", "13"),
    ("Lillestrøm", "Akershus", "20"),
    ("Drammen", "Buskerud", "30"),
    ("Ringerike", "Buskerud", "35"),
    ("Fredrikstad", "Østfold", "16"),
    ("Moss", "Østfold", "15"),
    ("Tønsberg", "Vestfold", "31"),
    ("Larvik", "Vestfold", "32"),
    ("Skien", "Telemark", "37"),
    ("Hamar", "Innlandet", "23"),
    ("Gjøvik", "Innlandet", "28"),
    ("Kristiansand", "Agder", "46"),
    ("Arendal", "Agder", "48"),
    ("Stavanger", "Rogaland", "40"),
    ("Haugesund", "Rogaland", "55"),
    ("Bergen", "Vestland", "50"),
    ("Kinn", "Vestland", "69"),
    ("Ålesund", "Møre og Romsdal", "60"),
    ("Molde", "Møre og Romsdal", "64"),
    ("Trondheim", "Trøndelag", "70"),
    ("Steinkjer", "Trøndelag", "77"),
    ("Bodø", "Nordland", "80"),
    ("Tromsø", "Troms", "90"),
    ("Alta", "Finnmark", "95"),
)
FIRST_NAMES = {
    "K": "Anne Berit Camilla Eli Guro Hanne Ingrid Kari Liv Marit Nina Ragnhild Silje Tone Vigdis".split(),
    "M": "Arne Bjørn Dag Einar Geir Håkon Jan Kjetil Lars Morten Odd Per Rune Svein Trond".split(),
}
TITLES = {
    "Logistikk": ("Logistikksjef", "Driftsdirektør", "Transportsjef", "IT-sjef"),
    "Industri": ("Produksjonssjef", "Fabrikksjef", "Teknisk direktør", "Innkjøpssjef"),
    "Rådgivning": ("Daglig leder", "Teknologidirektør", "Partner", "Konsulent"),
    "Servering": ("Daglig leder", "Hotellsjef", "Kjøkkensjef", "Regnskapsmedarbeider"),
    "": ("Daglig leder", "Økonomisjef", "IT-sjef", "Innkjøper"),
}
ROLES = ("Beslutningstaker", "Påvirker", "Bruker")
COMPETITORS = ("Planfabrikken Demo AS", "Ruteflyt Demo AS", "Kapasitetshuset Demo AS", "Skiftplan Demo AS")
OWN = "Nordlys Planlegging AS"
SELLERS = ("Eli Lysvik", "Jan Tunheim", "Silje Havnes", "Rune Brekkmo")
