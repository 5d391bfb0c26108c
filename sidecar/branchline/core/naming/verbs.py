"""Verbs of instructions, by what kind of work they may ask for. Data: nothing here decides."""

from __future__ import annotations

from branchline.core.words import words

JUDGE = words("review audit critique nitpick proofread reviewing rereview re-review lgtm")
MEND = words("fix fixes repair debug troubleshoot resolve correct mend solve hotfix reproduce diagnose triage bisect")
HUNT = words("investigate diagnose pinpoint isolate track hunt narrow dig profile trace")
"""To find out what makes something go wrong, unless it is about a choice."""
CHECK = words("check verify inspect examine scan assess evaluate validate confirm analyze analyse read")
LOOK = CHECK | words("look find figure see search locate determine identify compare measure work go")
THINK = words(
    "plan design outline draft propose brainstorm estimate explain describe summarize summarise compare research"
    " explore evaluate analyze analyse understand think decide sketch scope recommend suggest discuss clarify"
    " consider assess study weigh advise elaborate list conceptualize architect rethink ponder teach prioritize"
    " specify"
)
GIVE = words(
    "provide gather collect define write create make draft prepare give generate produce build document develop set"
    " work"
)
"""What is written may be thoughts or code."""
MAKE = words(
    "implement add build create introduce support allow enable make write extend show update change modify edit"
    " adapt adjust improve enhance refactor rename extract simplify restructure reorganise reorganize rewrite split"
    " dedupe deduplicate inline clean cleanup tidy optimise optimize speed test cover document bump upgrade"
    " downgrade pin format configure release delete remove drop replace migrate port convert translate move merge"
    " integrate install setup set use turn switch generate scaffold dockerize deploy publish expose wire hook"
    " connect store save render display hide style redesign restyle deprecate localize internationalize automate"
    " parallelize cache validate log polish bring put persist handle parse send import export provide require reduce"
    " increase shorten revert backport vendor develop code program prototype insert append include apply finish"
    " complete seed mock stub annotate let give prevent avoid swap have cancel memoize wrap silence collect"
)
_OTHERS = words(
    "get take have walk tell come break divide cut rate score grade map do perform conduct run prevent avoid stop spot"
    " point report lay leave"
)
VERBS = JUDGE | MEND | HUNT | LOOK | THINK | GIVE | MAKE | _OTHERS

NOUNS_TOO = words(
    "fix fixes repair build support make write show extract rewrite split clean cleanup test cover document bump"
    " upgrade downgrade pin format release change update design plan draft outline sketch scope estimate review"
    " audit critique research study profile check search trace log cache store import export set use switch hook"
    " port style deploy move merge display speed code program look work track hunt walk measure access mock stub"
    " seed render report save list compare find require handle debug correct complete read see take have give go get"
    " come ask drop break cut rate score"
    " grade map do run spot point stop"
)
"""They may be nouns, or stand for what somebody else does."""
BUT_NOUNS = words("see find get have take use go come read set think understand work need list look")
"""After "I" or "users" they tell what is, not what shall be."""
