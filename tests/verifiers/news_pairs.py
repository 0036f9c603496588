"""Claims of news with passages that bear them out as another paper words it, and with lookalikes, by what differs."""

from tests.verifiers.agreement_pairs import Held, held_pairs

NEWS_PAIRS: list[Held] = [
    *held_pairs(
        "At least 43 people were killed in the floods in the Tarrow valley.",
        "The floods in the Tarrow valley killed 43 people and injured 118.",
        "Forty-three people lost their lives in the floods in the Tarrow valley, and 118 were hurt.",
        "In the floods in the Tarrow valley 43 people were killed or wounded.",
        fate=[
            "Thirty-one people died and 43 were hurt in the floods in the Tarrow valley.",
            "The floods in the Tarrow valley left 31 people dead and 43 injured.",
            "The floods in the Tarrow valley killed 31 people and injured 43.",
            "After the floods in the Tarrow valley 43 people are missing.",
        ],
    ),
    *held_pairs(
        "The ferry accident off Tano killed 12 people.",
        "Some 300 people were rescued after the ferry accident off Tano, in which 12 died.",
        "The ferry accident off Tano claimed 12 lives.",
        fate=["Twelve people were rescued after the ferry accident off Tano."],
    ),
    *held_pairs(
        "A total of 51 people have died of cholera in Marune.",
        "Marune has counted 51 deaths from cholera, and 900 cases.",
        fate=["Marune has recorded 51 cases of cholera, with three deaths."],
    ),
    *held_pairs(
        "Police arrested 40 protesters in Lasko.",
        "Police in Lasko detained 40 protesters.",
        fate=["Forty protesters were injured in clashes with police in Lasko."],
    ),
    *held_pairs(
        "Viktor Brandt received 1,094,002 votes.",
        "Lena Sorensen received 1,204,311 votes and Viktor Brandt 1,094,002.",
        whose=[
            "Lena Sorensen received 1,094,002 votes and Viktor Brandt 1,204,311.",
            "Viktor Brandt conceded. Lena Sorensen received 1,094,002 votes.",
            "Brandt, the mayor of Orvik, conceded. In Orvik Sorensen received 1,094,002 votes.",
        ],
    ),
    *held_pairs(
        "Dana Wolfe visited Ansby on Tuesday.",
        "Dana Wolfe came to Ansby on Tuesday; the minister Carl Wolfe is expected on Friday.",
        "On Tuesday Carl Wolfe went to Lasko and Dana Wolfe visited Ansby.",
        "Dana Wolfe, who succeeded Carl Brenner, visited Ansby on Tuesday.",
        whose=[
            "The minister Carl Wolfe came to Ansby on Tuesday; Dana Wolfe is expected on Friday.",
            "Carl Wolfe visited Ansby on Tuesday. Dana Wolfe stayed in the capital.",
        ],
    ),
    *held_pairs(
        "Ferrotek employs 54,000 people.",
        "Ferrotek is smaller than Vossberg, but it employs 54,000 people.",
        "Vossberg sold its stake in Ferrotek, which employs 54,000 people.",
        whose=["Ferrotek is bigger than Vossberg, which employs 54,000 people."],
    ),
    *held_pairs(
        "Norvik United sold Emil Kallstrom for 42 million euros.",
        "Ravenna Calcio signed Emil Kallstrom from Norvik United. Ravenna paid 42 million euros.",
    ),
    *held_pairs(
        "Judge Mona Fischer fined Tariq Osei 3,000 euros.",
        "Tariq Osei was fined 3,000 euros by judge Mona Fischer.",
    ),
    *held_pairs(
        "Rolf Denning was sentenced to four years in prison for negligence.",
        "Rolf Denning got four years in prison for negligence. He was cleared of fraud.",
        "Rolf Denning got four years in prison for negligence, although eight had been asked for.",
        charge=[
            "Rolf Denning got four years in prison for fraud. He was cleared of negligence.",
            "Rolf Denning was sentenced to four years in prison for fraud.",
        ],
        stage=[
            "Prosecutors asked for four years in prison for negligence for Rolf Denning.",
            "Rolf Denning faces up to four years in prison for negligence.",
            "Rolf Denning could be jailed for four years for negligence.",
        ],
    ),
    *held_pairs(
        "Mara Quill was convicted of tax evasion.",
        "Mara Quill was acquitted of perjury but convicted of tax evasion.",
        "Mara Quill was found guilty of tax evasion and cleared of perjury.",
        charge=["Mara Quill was convicted of perjury but acquitted of tax evasion."],
    ),
    *held_pairs(
        "Norvik United beat Hallby 3-0.",
        "Hallby lost 3-0 to Norvik United.",
        "Hallby were beaten 3-0 by Norvik United.",
        deed=["Norvik United lost 3-0 to Hallby.", "Norvik United were thrashed 3-0 by Hallby."],
    ),
    *held_pairs(
        "Emma Stroud defeated Karla Vance in the final.",
        "Emma Stroud won the final against Karla Vance.",
        "Karla Vance lost the final against Emma Stroud.",
        deed=["Karla Vance won the final against Emma Stroud."],
    ),
    *held_pairs(
        "Ferrotek bought Vindal in July.",
        "Vindal was taken over by Ferrotek in July.",
        deed=["Ferrotek was taken over by Vindal in July."],
    ),
    *held_pairs(
        "Auristem sued Benelix over the patent.",
        "Auristem took Benelix to court over the patent.",
        "Auristem, which Benelix had sued in 2021, took Benelix to court over the patent.",
        deed=[
            "The rival Benelix took Auristem to court over the patent.",
            "Benelix filed a lawsuit against Auristem over the patent.",
        ],
    ),
    *held_pairs(
        "Ada Lund succeeded Per Holt as mayor of Norport.",
        "Per Holt made way for Ada Lund as mayor of Norport.",
        deed=["Per Holt took over from Ada Lund as mayor of Norport."],
    ),
    *held_pairs(
        "Ferrotek employs nearly 60,000 people.",
        "Ferrotek employs 59,400 people.",
        number=["Ferrotek employs 54,000 people."],
    ),
    *held_pairs("Nearly ten people were rescued in Tano.", "Nine people were rescued in Tano."),
    *held_pairs(
        "About 300 people attended the vigil in Tano.",
        "Some 310 people attended the vigil in Tano.",
        "Nearly 300 people attended the vigil in Tano.",
        number=["Some 360 people attended the vigil in Tano."],
    ),
    *held_pairs(
        "The court in Tano gave Mara Quill an eight-year prison term.",
        "The court in Tano handed Mara Quill an eight-year prison term.",
    ),
    *held_pairs(
        "Tano is the largest city in Marune.",
        "Marune's largest city is Tano.",
        rank=["Tano is the second largest city in Marune.", "Tano is one of the largest cities in Marune."],
    ),
    *held_pairs(
        "Ferrotek is the biggest employer in Lasko.",
        "Ferrotek is Lasko's biggest employer.",
        scope=["Ferrotek is the biggest private employer in Lasko."],
    ),
    *held_pairs(
        "Lena Sorensen is the youngest president in the history of Halvmark.",
        "Lena Sorensen is the youngest president that Halvmark has ever had.",
        scope=["Lena Sorensen is the youngest president of Halvmark since 1950."],
    ),
    *held_pairs("Please send the gift that you value most today.", "Please send your most generous gift today."),
    *held_pairs(
        "Some 40 percent of households in Tano have solar panels.",
        "Some 40 percent of all households in Tano have solar panels.",
        scope=["Some 40 percent of new households in Tano have solar panels."],
    ),
    *held_pairs("It was 5 percent of the complete cost.", "It was 5 percent of the total cost."),
    *held_pairs(
        "Crime in Tano fell by 12 percent in 2024.",
        "Crime in Tano was down 12 percent in 2024.",
        scope=["Violent crime in Tano fell by 12 percent in 2024."],
    ),
    *held_pairs(
        "Ferrotek made a profit of 410 million euros in 2024.",
        "Ferrotek earned 410 million euros in 2024.",
        scope=["Ferrotek made a profit of 410 million euros in the first half of 2024."],
    ),
    *held_pairs(
        "Sales in 4Q 2024 came to 410 million euros.", "Sales in the fourth quarter of 2024 came to 410 million euros."
    ),
    *held_pairs(
        "Turnout in Tano was 60 percent.",
        "Turnout in Tano reached 60 percent.",
        number=["Turnout in Tano rose by 60 percent."],
    ),
    *held_pairs("Prices in Tano rose 5 percent.", "Prices in Tano were 5 percent higher than a year before."),
    *held_pairs("Army losses came to 14 dead.", "The army lost 14 men, all of them dead."),
    *held_pairs(
        "The mayor of Tano resigned.",
        "The mayor of Tano stepped down and resigned.",
        office=["The deputy mayor of Tano resigned.", "The former mayor of Tano resigned."],
    ),
    *held_pairs("Mayor Ann Lee resigned in Tano.", "Former mayor Ann Lee resigned in Tano."),
    *held_pairs("Peter Holm used to be the president of Onex.", "Peter Holm is the former president of Onex."),
    *held_pairs(
        "Ann Lee opened the fair in Tano.",
        "Ann Lee and her husband opened the fair in Tano.",
        whose=["Ann Lee's husband opened the fair in Tano.", "Ann Lee's rival Eva Moe opened the fair in Tano."],
    ),
    *held_pairs(
        "Arland and Borduria signed a ceasefire.",
        "After talks on a ceasefire Arland and Borduria signed one.",
        stage=["Arland and Borduria agreed to hold talks on a ceasefire."],
    ),
    *held_pairs(
        "The dam in Tano is 120 metres high.",
        "The dam in Tano is 394 feet high.",
        number=["The dam in Tano is 120 feet high."],
    ),
    *held_pairs(
        "The storm had winds of 100 mph.",
        "The storm had winds of 160 km/h.",
        number=["The storm had winds of 100 km/h."],
    ),
    *held_pairs("The bell rang after about 15 minutes.", "The bell rang after about a quarter of an hour."),
    *held_pairs("Observers from the OSCE found no irregularities.", "OSCE observers reported no irregularities."),
    *held_pairs(
        "James Moe was born on 18 July 1940.", "James Moe (born July 18, 1940) is an actor known for a film of 1987."
    ),
    *held_pairs("Ferrotek paid bribes in Marune.", saying=["Prosecutors suspect that Ferrotek paid bribes in Marune."]),
    *held_pairs(
        "The Conservatives voted against the budget.",
        "Labour backed the budget, while the Conservatives and the Greens voted against it.",
        vote=["The Conservatives backed the budget, while Labour and the Greens voted against it."],
    ),
    *held_pairs(
        "Ann Lee was elected mayor of Tano.",
        "Ann Lee was elected mayor of Tano; Eva Moe came third.",
        whose=["Eva Moe was elected mayor of Tano; Ann Lee came third."],
    ),
    *held_pairs(
        "Ferrotek won the contract in Marune.",
        "Ferrotek won the contract in Marune, Vossberg came away empty-handed.",
        whose=["Vossberg won the contract in Marune, Ferrotek came away empty-handed."],
    ),
    *held_pairs(
        "Dana Wolfe visited Ansby.", "Dana Wolfe came to Ansby, which Carl Wolfe had visited, and said so in Ansby."
    ),
    *held_pairs(
        "Ferrotek lent Vossberg 30 million euros.",
        "Vossberg borrowed 30 million euros from Ferrotek.",
        "Vossberg was lent 30 million euros by Ferrotek.",
        deed=["Ferrotek borrowed 30 million euros from Vossberg."],
    ),
    *held_pairs(
        "Arland sold 40 tanks to Borduria.",
        "Borduria bought 40 tanks from Arland.",
        deed=["Arland bought 40 tanks from Borduria.", "Borduria sold 40 tanks to Arland."],
    ),
    *held_pairs(
        "Arland has more inhabitants than Borduria.",
        "Borduria has fewer inhabitants than Arland.",
        deed=["Borduria has more inhabitants than Arland.", "Arland has fewer inhabitants than Borduria."],
    ),
    *held_pairs(
        "Arland beat Borduria 2-0.",
        "Borduria lost 2-0 to Arland.",
        team=["The women's team of Arland beat Borduria 2-0.", "The under-21 team of Arland beat Borduria 2-0."],
    ),
    *held_pairs(
        "Rain delayed the final in Tano by two hours.",
        "The final in Tano was delayed by two hours because of rain.",
        team=["Rain delayed the semi-final in Tano by two hours."],
    ),
    *held_pairs(
        "A fire destroyed the town hall in Tano.",
        "The town hall in Tano was destroyed by a fire, which damaged two houses.",
        degree=["A fire damaged the town hall in Tano."],
    ),
    *held_pairs(
        "Nurses in Tano went on strike on Monday.",
        "Nurses in Tano have gone on strike on Monday.",
        stage=["Nurses in Tano voted to go on strike on Monday.", "Nurses in Tano plan to go on strike on Monday."],
    ),
    *held_pairs(
        "Ferrotek employs 54,000 people in Arland.",
        "In Arland Ferrotek employs 54,000 people.",
        share=["Ferrotek employs 54,000 people, 12,000 of them in Arland."],
    ),
    *held_pairs(
        "Ferrotek employs 12,000 people in Arland.", "Ferrotek employs 54,000 people, 12,000 of them in Arland."
    ),
    *held_pairs(
        "The council in Tano adopted the plan unanimously.",
        "The council in Tano adopted the plan by 20 votes to 0, unanimously.",
        count=["The council in Tano adopted the plan by 20 votes to 3."],
    ),
    *held_pairs("The gymnast wore red.", "A male gymnast from Romania wore red."),
    *held_pairs(
        "The Liberal Party has 14 seats in Arland.",
        "In Arland the Liberal Party has 14 seats, three more than before.",
        more=["The Liberal Party won 14 more seats in Arland."],
    ),
    *held_pairs(
        "The tunnel in Tano cost 3 billion euros.",
        "The tunnel in Tano cost 3 billion euros or more.",
        more=["The tunnel in Tano cost 3 billion euros more than planned."],
    ),
    *held_pairs(
        "Ann Lee is married to Jonas Berg.",
        "Ann Lee, who was a teacher until 2019, is married to Jonas Berg.",
        past=["Ann Lee was married to Jonas Berg until 2019."],
    ),
    *held_pairs(
        "The quake in Tano had a magnitude of 5.9.",
        "The quake in Tano had a magnitude of 6.2, later revised to 5.9.",
        first=["The quake in Tano had a magnitude of 5.9, later revised to 6.2."],
    ),
    *held_pairs(
        "Rents in Tano rose faster than wages.",
        "In Tano rents rose faster than wages did.",
        turned=["Wages in Tano rose faster than rents."],
    ),
]
