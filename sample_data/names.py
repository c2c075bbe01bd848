"""Names to make invented people from, and people whose names are worth meeting early.

The lists mix many origins on purpose, with accents, apostrophes, hyphens, particles, names of
two letters, and names that are also words (Grace, Will, May, Hope): a program that meets only
"Smith" learns nothing about names. Given and family names are paired by chance.
"""

from __future__ import annotations

SPECIAL = (
    ("Hope", "Marin"),
    ("Hope", "Marin"),
    ("", "Sukarmin"),
    ("Will", "Grace"),
    ("May", "Long"),
    ("María Fernanda", "de los Santos Villarrubia"),
    ("D'Andre", "O'Dell"),
    ("Tâm", "Ng"),
    ("Mary-Kate", "St. Clair"),
    ("Zoë", "Al-Hadid"),
    ("Grace", "van den Broek"),
)
"""Given and family name. Two students share one name; one has a single name."""

GIVEN = tuple(
    """
    Adaeze Aiyana Alejandra Amélie Anaïs Anjali Aoife Arjun Ayodele Beatriz Björn Caleb Callum
    Camila Chance Chloé Cillian Citlali Dalia Deepa Dmitri Eleni Elif Emeka Enzo Esperanza Ezra
    Faith Farah Fintan Gabriela Gideon Giulia Hana Haruki Hunter Ibrahim İpek Isla Jaden Jamal
    Jasmine Joaquín José Juniper Kai Ka'imi Kamala Keanu Kenji Kofi Lakshmi Layla Leif Lina Łucja
    Malik Maeve Mateusz Mei Mina Nadia Naveen Ngọc Nia Noor Odalys Omar Orla Paloma Quinn Rafael
    Rohan Rosa Ruth Saanvi Samir Shanice Sky Søren Summer Tariq Te'Shawn Thandiwe Tomás Uma Viktor
    Wren Xiomara Yara Yusuf Zainab Zofia
    """.split()  # noqa: SIM905
)

FAMILY = tuple(
    name.strip()
    for name in """
    Abara; Achterbos; Adebisi; Agarwal-Finch; Amoako; Aramyan; Ashgrove; Baptiste; Barrowclough;
    ben Yosef; Best; Bianchetti; Birdsong; Boateng; Bonfiglio; Brzeziński; Calloway; Çelikkol;
    Chaudhry; Cienfuegos; Couture; D'Amico; Dang; Day; de la Cruz; Delgadillo; Desrosiers;
    Dinwiddie; Eriksdottir; Espinal; Etcheverry; Fairweather; Featherly; Fonoti; Gallardo;
    Ghebremariam; Goldwater; Grünbaum; Hollenbeck; Ibekwe; Ito; Jankauskas; Kapoor; Kekoa;
    Khoury; Kovačević; Lachapelle; Laurent-Obi; Li; Loveday; Mac Giolla; Mbeki-Rowe; Mendoza;
    Moreau; Mukherjee; Nakai; Nasser; Nguyễn; Núñez; Okonjo; Olafsen; Page; Paredes; Peña;
    Petrosyan; Price; Quispe; Ramaswamy; Redcloud; Rosenthal; Saint-Pierre; Sandoval; Siddiqui;
    Sithole; Sørby; Tanaka-Wells; Tesfaye; Thibodeaux; Tran; Two Rivers; Underhill; Valdivia;
    Vandermeer; Vasquez; Weatherspoon; Wójcik; Wu; Yazzie; Young; Zamora
    """.replace("\n", " ").split(";")
)

NICKNAMES = {"Alejandra": "Ale", "Esperanza": "Espi", "Gabriela": "Gabi", "Thandiwe": "Thandi"}
