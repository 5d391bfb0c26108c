"""Words of other languages than English, as English ones: what instructions are made of. Data: nothing here decides.

A stem stands for all words that begin with it. They are looked up in plain letters.
"""

from __future__ import annotations

from branchline.core.naming.letters import plain_letters


def table(text: str) -> dict[str, str]:
    """Each line: an English word or several joined by `_`, then what stands for it."""
    found: dict[str, str] = {}
    for line in text.strip().splitlines():
        english, *others = line.split()
        found.update(dict.fromkeys(others, english.replace("_", " ")))
    return found


def _plain(table: dict[str, str]) -> dict[str, str]:
    return {plain_letters(word): english for word, english in table.items()}


STEMS = _plain(
    table(
        """
fix beheb reparier korrigier corrig corrij répare arregl soluciona résous résoud risolvi resuelv исправ почин
fix устран napraw herstel rätta düzelt виправ διόρθωσ
debug debugg отлад
add füg fueg hinzufüg ergänz ajout añad agreg adicion aggiung добав dodaj voeg lägg ekle додай πρόσθεσ
create erstell creare crear criar erzeug crée créer созда utwórz stwórz maak skapa oluştur створи δημιούργησ
build baue konstruier construi construy costruis постро сдела zbuduj bouw bygg
write schreib écri escrib escrev scriv напиш napisz schrijf skriv
implement implementier implément реализ zaimplementuj implementa wdroż
update aktualisier actualis actualiz aggiorn обнов zaktualizuj güncelle uppdatera онов
change änder aender modifizier измени поменя zmień wijzig ändra değiştir
remove entfern lösch loesch supprim elimin borra remov rimuov удали убери usuń verwijder kaldır видали
replace ersetz remplac reemplaz substitu sostitui замени zamień vervang ersätt
rename umbenenn benenn renomm renombr renome rinomin переимен
translate übersetz uebersetz tradui traduc traduz переве vertaal översätt
refactor refaktor refactoris refactoriz refator рефактор
migrate migrier
test teste testar
document dokumentier documente документируй
improve verbesser amélior mejor melhor miglior улучш popraw verbeter förbättra
extend erweiter étend amplía расшир
optimize optimier optimise optimiz оптимиз
extract extrahier
configure konfigurier configur настро einricht
convert konvertier wandle перепиш
review überprüf revisa ueberprüf reviewe reviewen begutacht reviser révis relis отревью recenz zrecenzuj granska
review incele recensi
check prüf pruef vérif verifi comprueb провер sprawdź controleer kontrollera controlla
explain erklär explica erklaer erläuter expliqu spieg объясн wyjaśnij förklara açıkla поясни εξήγησ
describe beschreib décri describ descrev descriv опиши
plan planifi planej planific сплан составь zaplanuj planeer planera
design entwirf entwerf konzipier conçoi concev diseñ progett спроект zaprojektuj ontwerp
propose vorschlag propos propón propon предлож zaproponuj
analyze analysier analys analiz проанализ
compare vergleich compar сравн
investigate untersuch recherchier investig исследуй расслед zbadaj onderzoek undersök araştır
find_out herausfind выясни узна
summarize résum resúm resumir zusammenfass riassum
error fehler erreur errore ошибк błąd błęd fout hata помилк σφάλμα
crash absturz stürz stuerz abstürz crashe падает падени вылет awari
bug bug баг
broken kaputt defekt quebrad сломан zepsut
fails fehlschl fehlgeschlag échou échec falha fallisc падают
freeze friert hängen haengt hängt hänge bloque congel завис
slow langsam медленн тормоз wolno traag
login anmeld connexion conexión вход
search suche recherche búsqueda busca ricerca поиск
tests tests tester prueba teste тест
documentation dokumentation documentación документац
question frage
application aplicación aplicaci приложени
look schau
give gib
show zeig muestra montre
tell sag
wrong falsch неправильн неверн
understand versteh comprend comprender entender capire понять zrozum
review gegenles
missing fehlt fehlen fehlende manca falta faltan manque отсутству
migrate umstell umzieh
look anseh anschau ansieht sieh посмотри
adapt anpass
integrate einbau einbind binde intégr integr интегр
move verschieb déplac mueve muov перемест przenieś verplaats
allow erlaub ermöglich permet permit consent разреш
clean aufräum räume bereinig nettoi limpia pulisc почист
finish beend vervollständig
start starte
help hilf hilfst ayuda aide ayúda aiut помоги
know wissen savoir saber sapere знать
idea idee idées ideas идеи
requirements exigence requisit требован
security sicherheit sécurité seguridad sicurezza segurança безопасн
problems problem problèm
opinion meinung avis opinión opinione мнение
steps schritt étape
structure struktur
bad schlecht mauvais malo cattiv
pattern muster
use usar verwend nutz benutz использ
component komponent composant componente
open öffn
empty leere
project projekt proyecto progetto проект
make проведи
user benutzer nutzer utilisateur usuario utente пользовател
new neue nouveau nouvelle nuevo nueva nuovo
page seite página pagina страниц
button knopf bouton botón pulsante кнопк
vulnerabilities sicherheitslück vulnérabilit vulnerabilid уязвим
"""
    )
)
"""By how a word begins: of at least three letters."""
NOUN_ENDINGS = ("ung", "ungen", "ierung", "cion", "cao", "zione")
"""Of words that name what a verb does: nobody is told to do it."""
LONGEST_STEM = max(map(len, STEMS))

WHOLE = _plain(
    table(
        """
why warum wieso weshalb pourquoi perché почему зачем dlaczego waarom varför neden чому γιατί porqué
how wie comment cómo come как jak hoe hur nasıl як πώς
what was welche welcher welches quels quelles quel quelle qué quais quali какие какой что_такое
where wo où dónde onde где gdzie waar
plan plan plán piano план
concept konzept concept concepto concetto концепц
fix fixe fixen
review review revue revisão ревью
pr pr mr
pull_request pullrequest pull-request
works funktioniert marche funciona работает
not nicht pas no não non не нe
fails fehl schlägt schlagen falla fallan falló falha fallisce fel падает
propose schlage
broken cassé cassée roto rota rotto rotta kaputt defekt
slow lent lente lento lenta
plan plane planen
create crea crée crie
should soll sollen
branch branche rama ramo ветк ветки ветку
code code código codice код кода
changes änderungen changements cambios mudanças modifiche изменений изменения
application anwendung
summary zusammenfassung
requirements anforderung anforderungen
test_coverage testabdeckung
settings einstellung einstellungen
review überprüfung
make mach macht mache fais faites fait haz hace hacer faça fai сделай проведи
tell dime dites
look mira regarde
bad mala malo
use utilise utiliser utiliza utilizar
summarize resumir resumen
change modifica modifier
adapt passe
wrong incorrecto incorrecta incorreto
steps schritte étapes pasos passos passi шаги
"""
    )
)
"""By the whole word."""
