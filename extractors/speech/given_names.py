"""Given names that are hardly ever borne by the other sex, for telling whom "he" and "she" can mean.

Names borne by both (Alex, Sasha, Andrea, Kim) and names that are as often places (Virginia, Austin, Florence) are left
out: who bears them is told by the article or not at all.
"""

from language.sentences import word_set

VERSION = 1

_HE = word_set(
    "aaron abdel abdul abdullah abraham adam adolf adrian ahmad ahmed aidan alan albert aldo aleksandr alejandro "
    "alexander alexandre alexei alexey alfonso alfred alfredo ali allan allen alberto alvaro amir anatoly anders "
    "andre andreas andrei andres andrew andrey andrzej andy angus antoine anton antonio antony anthony ari aristide "
    "armando arnold artem arthur arturo asad ashraf augusto axel aziz barack barry bashar bart ben benedict benito "
    "benjamin bernard bernie bill billy bob bobby boris brad bradley brendan brent brett brian bruce bruno bryan carl "
    "carlo carlos cesar charles charlie chris christian christoph christopher chuck claude claudio clarence clement "
    "clive colin connor craig cristiano curtis damian damien dan daniel dario darren dave david dean declan denis "
    "dennis derek dick diego dieter dimitri dmitri dmitry dominic don donald douglas doug duncan dwight earl ed eddie "
    "edgar eduardo edward elijah elias elliot emil emmanuel enrico enrique eric erik ernest ernesto ethan eugene evan "
    "evgeny ezra fabio fedor felipe felix ferdinand fernando fidel filippo florian francesco francisco francois frank "
    "frankie fred frederick friedrich fyodor gabriel gareth garry gary gavin gennady geoff geoffrey george georges "
    "gerald gerard gerhard german giancarlo gilbert giovanni giorgio giuseppe glenn gordon graham greg gregory guido "
    "guillermo gunter gustavo guy hamid hans harold harry harvey hassan hector heinz helmut henri henrik henry "
    "herbert herman hideki hiroshi horst howard hugh hugo hussein ian ibrahim ignacio igor ilya imran isaac ismail "
    "ivan jack jacob jacques jaime jake james jan jared jason javier jay jeff jeffrey jeremy jerome jerry jim jimmy "
    "joachim joao jochen joe joel johan johann john johnny jon jonas jonathan jorge jose josef joseph josh joshua "
    "juan jules julian julien julio justin kamal karl keir keith kenneth kenny kevin khalid kirill klaus konstantin "
    "kurt kyle lars laurence laurent lawrence lee leo leon leonard leonid leopold leroy lewis liam lionel lloyd louis "
    "luc luca lucas luigi luis lukas luke maksim malcolm manuel marc marcel marcelo marco marcos marek mario mark "
    "marko markus martin marvin mateusz mathias matt matteo matthew matthias maurice mauricio max maxim maximilian "
    "michael michel miguel mike mikhail milan milos mitch mohamed mohammad mohammed moises moritz mostafa muhammad "
    "mustafa narendra nathan nathaniel ned neil nelson nicholas nick nicolas nigel nikita nikolai nikolay norman oleg "
    "oleksandr oliver olivier omar orlando oscar otto owen pablo paolo pascal patrick paul pavel pedro pete peter "
    "petr petro phil philip philippe pierre piotr qasem rafael rahul raj rajiv ralph ramon raul ray raymond recep "
    "ricardo richard rick rob robert roberto robin rod roderick rodney rodrigo roger roland roman romano ron ronald "
    "ross roy ruben rudolf rudy rupert russell ryan saddam salman salvador samuel sanjay santiago scott sean "
    "sebastian serge sergei sergey sergio seth shaun shinzo silvio simon spencer stan stanley stefan stefano stephane "
    "stephen steve steven stuart sven taro ted terence terry thabo theo theodore thierry thomas tim timothy tobias "
    "tom tomas tommy toby tony travis trevor tyler ulrich umberto vaclav valery vasily victor viktor vince vincent "
    "vincenzo vitaly vitali vladimir volodymyr wade walter warren wayne werner wilhelm will willem william willy "
    "winston wolfgang xavier yasser yevgeny yitzhak yuri yuriy yusuf zachary"
)
_SHE = word_set(
    "abigail ada agnes aisha alessandra alexandra alexandria alice alicia alina allison alyssa amanda amber amelia "
    "amy ana anastasia andreia angela angelina anita ann anna anne annabel annalena annette annie anya aoife april "
    "ariana ashley astrid audrey aung barbara beatrice beatriz becky belinda bernadette beth betty beverly bianca "
    "birgit bonnie bridget brigitte camila camilla carla carly carmen carol carole caroline carolyn carrie catherine "
    "cathy cecilia celia celine chiara chloe christina christine ciara cindy claire clara claudia colette colleen "
    "connie constance cora corinne cristina cynthia daisy daniela danielle daphne deborah debbie deirdre delia denise "
    "diana diane dilma dina dolores donna dora doris dorothy ebony edith eileen ekaterina elaine eleanor elena "
    "elizabeth elisabeth elisa ella ellen eloise elsa elvira emilia emily emma erica erika erin esther eva eve evelyn "
    "fatima federica felicity fiona franca frances francesca freda frida gabriela gabrielle gemma genevieve georgina "
    "geraldine gina giorgia giulia gladys gloria grace greta gretchen hanna hannah hazel heather heidi helen helena "
    "helga henrietta hilary hillary hope ida ilse imelda ines ingrid irene irina iris isabel isabella isabelle ivana "
    "jacinda jacqueline jane janet janice jeanette jeanne jennifer jenny jessica jill joan joanna joanne jocelyn "
    "johanna josephine joyce juanita judith judy julia juliana julie juliet justine kaja kamala karen karin karina "
    "kate katerina katharina katherine kathleen kathryn kathy katie katja katrina kayla keira kelly kristen kristin "
    "kristina lana larissa laura lauren leila lena leona leslie leticia lidia lily linda lisa liudmila liz lois "
    "loretta lori louise lucia lucy ludmila lynn lyudmila mabel madeleine magdalena maggie maia malala mandy manuela "
    "margaret margarita marguerite maria mariam mariana marie marina marion marissa marjorie marlene marta martha "
    "martina mary maryam matilda maureen maya megan melania melanie melinda melissa mercedes meryl mia michaela "
    "michele michelle mildred mindy miranda miriam molly mona monica monika muriel nadezhda nadia nadine nancy naomi "
    "natalia natalie natalya natasha nathalie nell nicola nicole nina noelle nora norma olena olga olivia oksana "
    "ophelia pamela patricia paula paulette pauline peggy penelope penny petra phoebe phyllis polly priscilla priti "
    "rachel ramona raquel rebecca regina renata renee rhonda rita roberta robyn rosa rosalind rosanna rose rosemary "
    "roxana ruth sabine sabrina sadie sally samantha sandra sara sarah selena selma serena shannon sharon sheila "
    "shelly shirley silvia simone sofia sonia sonja sophia sophie stacey stella stephanie sue susan susanna susanne "
    "suzanne svetlana sylvia sylvie tamara tammy tania tanya tara tatiana tatyana teresa tereza tessa thelma theresa "
    "therese tina tracy tulsi ursula valentina valerie vanessa vera verena veronica vicky viktoria violet vivian "
    "viviane wanda wendy whitney winifred yasmin yekaterina yelena yolanda yulia yvette yvonne zoe zainab"
)


def pronoun_of(name: str) -> str | None:
    """ "he" or "she" for whom a full name's given name is borne by, None where it is not told by it."""
    given = name.split()[0].lower() if name else ""
    given = given.rsplit("-", 1)[0] if given not in _HE | _SHE else given
    return "he" if given in _HE else "she" if given in _SHE else None
