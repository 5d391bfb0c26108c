"""Words of other languages than English that tell nothing. Data: nothing here decides. In plain letters."""

from __future__ import annotations

from branchline.core.naming.letters import plain_letters

_SMALL = (
    # German
    "der die das den dem des ein eine einen einem einer eines und oder aber auch auf aus bei beim bis durch für"
    " fuer gegen im ins mit nach ohne seit um unter vom von vor wegen zu zum zur zwischen über ueber an als wenn"
    " sobald dass daß damit weil ob ich du er sie es wir ihr mich mir dich dir uns euch ihm ihn mein meine meinen"
    " meinem meiner dein deine unser unsere unseren unserer sein seine ist sind war waren wird werden wurde hat"
    " haben hatte kann können koennen soll sollen sollte muss müssen muessen darf möchte moechte will wollen nicht"
    " kein keine keinen nie nur noch schon so sich dieser diese dieses diesen diesem jeder jede jedes alle allen"
    " alles bitte mal doch dann da dort hier jetzt sehr ganz wieder immer dazu davon darauf hinzu neue neuen neuer"
    " neues gibt geht mach mache gestern heute etwas danach ab fest los letzte letzten letzter"
    " könnte könnten würde würden geworden worden man"
    " machen lassen sowie irgendwie deutsch"
    # French
    " le la les un une de et ou mais dans sur sous avec sans pour par au aux ce cette ces mon ma mes ton ta tes son"
    " sa ses notre nos votre vos leur leurs que qui quoi dont est sont était être a ont je tu il elle nous vous ils"
    " elles ne pas plus très s'il te plaît svp merci moi toi en y d l s c qu n j m t dit"
    # Spanish, Portuguese, Italian
    " el las uno una unos unas o pero con sin para por al del este esta estos estas mi mis tus su sus nuestro"
    " nuestra se lo está están ser fue hay no muy más favor gracias me os as uma e mas em na nas com sem do dos ao à"
    " meu minha seu sua não muito obrigado você i gli di per tra fra che non è sono della dello delle dei degli nel"
    " nella sul sulla ti ci vi si questo questa favore grazie quando queda quedan"
    # Dutch, Swedish, Polish, Turkish
    " het een van op met voor naar niet aan ook maar dat deze alsjeblieft och att för på med av som till från inte w"
    " z się jest to dla przez proszę ve ile için bir bu lütfen"
    # Russian, Ukrainian
    " и в во на с со к ко о об от до по за из у для при без над под не но а или что чтобы как это этот эта эти мой"
    " моя наш наша все всех его её их мы вы я ты он она они пожалуйста нужно надо через после перед если"
    " этом этой этого когда"
    " последних последние і й та що це"
    # Greek
    " ο η το οι τα του της των τον την και να με σε για από στο στη στην ένα μια"
)
SMALL = frozenset(map(plain_letters, _SMALL.split()))
"""They tell nothing."""

ARTICLES = frozenset(
    map(
        plain_letters,
        [
            "der",
            "die",
            "das",
            "den",
            "dem",
            "des",
            "ein",
            "eine",
            "einen",
            "einem",
            "einer",
            "eines",
            "kein",
            "keine",
            "keinen",
            "mein",
            "meine",
            "meinen",
            "meiner",
            "meinem",
            "unser",
            "unsere",
            "unseren",
            "unserer",
            "dein",
            "deine",
            "le",
            "la",
            "les",
            "un",
            "une",
            "du",
            "des",
            "mon",
            "ma",
            "mes",
            "notre",
            "nos",
            "ce",
            "cette",
            "ces",
            "el",
            "los",
            "las",
            "una",
            "unos",
            "mi",
            "mis",
            "nuestro",
            "nuestra",
            "il",
            "lo",
            "gli",
            "o",
            "os",
            "um",
            "uma",
            "meu",
            "minha",
            "het",
            "een",
            "beim",
            "im",
            "zum",
            "zur",
            "vom",
            "am",
            "ins",
            "au",
            "aux",
            "al",
            "del",
            "dos",
            "das",
            "ao",
        ],
    )
)
"""Of them, those that a noun follows."""
