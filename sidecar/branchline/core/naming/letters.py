"""From letters of other scripts to plain ones, as far as a table tells it: what has none is left out."""

from __future__ import annotations

import unicodedata


def _table(text: str) -> dict[str, str]:
    """Of pairs such as `ш:sh`; what stands behind a colon is "" for a letter that is not heard."""
    return dict(pair.split(":", 1) for pair in text.split())


_LETTERS = _table(
    "ß:ss æ:ae œ:oe ø:o đ:d ð:d þ:th ł:l ı:i ŋ:ng ħ:h ĸ:k ŧ:t ə:e"
    " а:a б:b в:v г:g ґ:g д:d е:e є:ye ё:yo ж:zh з:z и:i і:i ї:yi й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ў:u"
    " ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya ђ:dj ј:j љ:lj њ:nj ћ:c џ:dz"
    " α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o"
)
_KANA = _table(
    "あ:a い:i う:u え:e お:o か:ka き:ki く:ku け:ke こ:ko が:ga ぎ:gi ぐ:gu げ:ge ご:go"
    " さ:sa し:shi す:su せ:se そ:so ざ:za じ:ji ず:zu ぜ:ze ぞ:zo た:ta ち:chi つ:tsu て:te と:to"
    " だ:da ぢ:ji づ:zu で:de ど:do な:na に:ni ぬ:nu ね:ne の:no は:ha ひ:hi ふ:fu へ:he ほ:ho"
    " ば:ba び:bi ぶ:bu べ:be ぼ:bo ぱ:pa ぴ:pi ぷ:pu ぺ:pe ぽ:po ま:ma み:mi む:mu め:me も:mo"
    " や:ya ゆ:yu よ:yo ら:ra り:ri る:ru れ:re ろ:ro わ:wa を:o ん:n ゔ:vu"
    " ぁ:a ぃ:i ぅ:u ぇ:e ぉ:o ゃ:ya ゅ:yu ょ:yo っ: ー:"
)
_HANGUL = 0xAC00
_SYLLABLES = 11172
_FIRSTS = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"]
_MIDDLES = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_LASTS = [
    "",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]


def plain_letters(text: str) -> str:
    """The text in ASCII, in small letters; a character that no table has is left out, so that the rest stands
    together."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(_plain(character) for character in folded)


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in _LETTERS:
        return _LETTERS[character]
    if "ァ" <= character <= "ヴ":
        character = chr(ord(character) - 0x60)  # Katakana stands in the order of hiragana.
    if character in _KANA:
        return _KANA[character]
    place = ord(character) - _HANGUL
    if 0 <= place < _SYLLABLES:
        return _FIRSTS[place // 588] + _MIDDLES[place % 588 // 28] + _LASTS[place % 28]
    bare = unicodedata.normalize("NFKD", character)
    if bare == character:
        return ""
    return "".join(_plain(each) for each in bare if not unicodedata.combining(each))
