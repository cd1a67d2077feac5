"""Questions that say nearly the same: by a table of pairs in several languages, then what holds for any text."""

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from orchestrator.messages import QuestionId
from orchestrator.qa_queue.similar import ALIKE as THRESHOLD
from orchestrator.qa_queue.similar import fold, similar

ALIKE = [
    # English
    ("How should we assess group work fairly?", "How do we assess group work in a fair way?"),
    ("How do we assess group work fairly?", "How can group work be assessed fairly?"),
    ("How do we end?", "how do we END"),
    ("What is the budget for mentoring in 2027?", "What's the mentoring budget for 2027?"),
    ("Who pays for the licences of the new software?", "Who pays for the new software licences?"),
    ("Can students use ChatGPT in exams?", "Are students allowed to use ChatGPT in the exams?"),
    ("Will the lectures be recorded?", "Will lectures be recorded this year?"),
    ("How do you keep remote students engaged?", "How do you keep students engaged remotely?"),
    ("How do mentors find the time for this?", "How do mentors find teh time for this?"),
    (
        "Will the lectures be recorded?",
        "I have two small children and cannot come in the evening. Will the lectures be recorded? And how long are they kept?",
    ),
    # French
    ("Comment évaluer équitablement le travail de groupe ?", "Comment évaluer le travail de groupe de façon équitable ?"),
    ("Qui finance la formation des enseignants ?", "La formation des enseignants, qui la finance ?"),
    ("Les étudiants peuvent-ils utiliser l’IA pendant l’examen ?", "Les etudiants peuvent ils utiliser l'IA a l'examen"),
    # Spanish
    ("¿Cómo evaluamos el trabajo en grupo de forma justa?", "¿Cómo se puede evaluar de forma justa el trabajo en grupo?"),
    ("¿Quién paga las licencias del nuevo programa?", "quien paga las licencias del programa nuevo"),
    ("¿Habrá becas para estudiantes extranjeros?", "¿Habrá becas para los estudiantes extranjeros en 2027?"),
    # German
    ("Wie bewerten wir Gruppenarbeiten fair?", "Wie können wir Gruppenarbeiten fair bewerten?"),
    ("Wer bezahlt die Lizenzen für die neue Software?", "Die Lizenzen für die neue Software: Wer bezahlt sie?"),
    ("Müssen die Übungen gelöst werden?", "MUSSEN DIE UBUNGEN GELOST WERDEN"),
    # Dutch
    ("Hoe beoordelen we groepswerk eerlijk?", "Hoe kunnen we groepswerk eerlijk beoordelen?"),
    ("Worden de hoorcolleges opgenomen?", "Worden alle hoorcolleges opgenomen dit jaar?"),
    # Ukrainian
    ("Як справедливо оцінювати групову роботу?", "Як оцінювати групову роботу справедливо?"),
    ("Хто платить за ліцензії на нову програму?", "Хто заплатить за ліцензії нової програми?"),
    ("Чи будуть записуватися лекції?", "Чи лекції будуть записувати?"),
    # Arabic
    ("كيف نقيّم العمل الجماعي بشكل عادل؟", "كيف يمكننا تقييم العمل الجماعي بشكل عادل؟"),
    ("من يدفع ثمن تراخيص البرنامج الجديد؟", "من الذي يدفع ثمن تراخيص البرنامج الجديد"),
    ("هل سيتم تسجيل المحاضرات؟", "هل سيتم تسجيل كل المحاضرات؟"),
    # Japanese
    ("グループワークを公平に評価するにはどうすればよいですか？", "グループワークはどうすれば公平に評価できますか？"),
    ("講義は録画されますか？", "講義の録画はされますか"),
    ("試験でChatGPTを使ってもいいですか？", "試験でＣｈａｔＧＰＴを使用してもよいですか？"),
    # Chinese
    ("我们如何公平地评价小组作业？", "如何公平地评价小组作业呢？"),
    ("讲座会被录下来吗？", "讲座会录下来吗"),
    # Korean
    ("조별 과제를 어떻게 공정하게 평가할 수 있나요?", "조별 과제를 공정하게 평가하려면 어떻게 하나요?"),
    # several languages
    ("Why is there no mentoring for part-time students?", "Why don't part-time students get mentoring?"),
    ("How will AI change assessment?", "How is AI going to change assessment?"),
    ("What happens to our data after the session?", "What will happen to our data when the session is over?"),
    ("Is there parking?", "Is there any parking"),
    ("¿Cuándo se publican los resultados de la encuesta?", "¿Cuándo se publicarán los resultados de la encuesta?"),
    ("Gibt es eine Kinderbetreuung während der Prüfungen?", "Wird es während der Prüfungen eine Kinderbetreuung geben?"),
    ("Können Mentorinnen Deputat angerechnet bekommen?", "Bekommen Mentoren das Deputat angerechnet?"),
    ("Wanneer krijgen we de resultaten van de enquête?", "Wanneer komen de resultaten van de enquête?"),
    ("Коли будуть результати опитування?", "Коли оприлюднять результати опитування?"),
    ("متى ستنشر نتائج الاستبيان؟", "متى يتم نشر نتائج الاستبيان؟"),
    ("アンケートの結果はいつ発表されますか？", "アンケート結果の発表はいつですか？"),
]

NOT_ALIKE = [
    # the same frame around another matter
    ("How do we start?", "How do we end?"),
    ("What do we do now?", "Who are we to say no?"),
    ("How can we support new teachers?", "How can we support young parents?"),
    ("How do we assess group work fairly?", "How do we assess oral exams?"),
    ("What is the budget for mentoring?", "What is the reason for moving the library?"),
    ("Who pays for the new software?", "Who chooses the new dean?"),
    ("Will the lectures be recorded?", "Will the dormitories be renovated?"),
    ("Why was the library closed in May?", "Why was the mensa so expensive in May?"),
    ("Can students use ChatGPT in exams?", "Can parents visit the campus in summer?"),
    # one common word, or a few words inside a long text
    ("Mentoring?", "How many hours of mentoring does the faculty pay for, and who decides it?"),
    ("And then?", "What will happen if nobody applies for the position, and then the money is gone?"),
    ("Group work", "How should we assess group work fairly in very large courses with several teachers?"),
    ("Is this fair?", "Is this lecture recorded?"),
    # French
    ("Comment évaluer le travail de groupe ?", "Comment financer la bibliothèque du campus ?"),
    ("Qui finance la formation des enseignants ?", "Qui nettoie les salles de la faculté ?"),
    ("Est-ce que les cours sont enregistrés ?", "Est-ce que la cantine est ouverte le samedi ?"),
    # Spanish
    ("¿Cómo evaluamos el trabajo en grupo?", "¿Cómo reducimos el consumo de papel?"),
    ("¿Habrá becas para estudiantes extranjeros?", "¿Habrá plazas de aparcamiento para bicicletas?"),
    # German
    ("Wie bewerten wir Gruppenarbeiten fair?", "Wie finden wir genug Mentorinnen?"),
    ("Wer bezahlt die neue Software?", "Wer leitet die neue Bibliothek?"),
    ("Was ist mit der Prüfung?", "Was ist mit der Mensa?"),
    # Dutch
    ("Hoe beoordelen we groepswerk?", "Hoe vinden we genoeg mentoren?"),
    ("Worden de hoorcolleges opgenomen?", "Worden de studenten betaald?"),
    # Ukrainian
    ("Як справедливо оцінювати групову роботу?", "Як знайти час для наставництва?"),
    ("Чи будуть записуватися лекції?", "Чи будуть гуртожитки ремонтувати?"),
    # Arabic
    ("كيف نقيّم العمل الجماعي؟", "كيف نجد الوقت للإرشاد؟"),
    ("هل سيتم تسجيل المحاضرات؟", "هل سيتم ترميم السكن الجامعي؟"),
    # Japanese
    ("グループワークを公平に評価するにはどうすればよいですか？", "図書館の予算を増やすにはどうすればよいですか？"),
    ("講義は録画されますか？", "奨学金は支給されますか？"),
    # Chinese
    ("我们如何公平地评价小组作业？", "我们如何增加图书馆的预算？"),
    # Korean
    ("조별 과제를 어떻게 공정하게 평가할 수 있나요?", "도서관 예산을 어떻게 늘릴 수 있나요?"),
    # loan words and names that two languages share
    ("How do you use feedback in the online portal?", "Wie kommt Feedback ins Online-Portal?"),
    ("Can students use ChatGPT in exams?", "Hoe gaat de opleiding om met ChatGPT?"),
    ("Is there a budget for software?", "Welches Budget hat das Software-Team?"),
    ("Comment utiliser Moodle pour le mentoring ?", "Wie lange bleibt Moodle mit dem Mentoring?"),
    ("How do you mentor online?", "Wie geht Mentoring online?"),
    ("Does Zoom record the breakout rooms in 2027?", "Zeichnet Zoom 2027 die Breakout-Räume auf?"),
    ("Is the workshop for PhD students free?", "Ist der Workshop für PhD Studierende kostenlos?"),
    # several languages
    ("How can we support new teachers?", "How can we support new parents?"),
    ("When do we get the results of the survey?", "When do we get the keys of the office?"),
    ("What happens to our data after the session?", "What happens to our rooms after the renovation?"),
    ("Why is the library closed on Sunday?", "Why is the library so loud on Monday?"),
    ("Quand saurons-nous les résultats ?", "Quand saurons-nous qui dirige la faculté ?"),
    ("¿Cuándo se publican los resultados?", "¿Cuándo se publican las plazas?"),
    ("Wann kommen die Ergebnisse der Umfrage?", "Wann kommen die neuen Möbel?"),
    ("Коли будуть результати опитування?", "Коли будуть канікули?"),
    ("متى ستنشر نتائج الاستبيان؟", "متى تبدأ العطلة الصيفية؟"),
    ("アンケートの結果はいつ発表されますか？", "図書館はいつ開きますか？"),
    ("这个学期有考试吗？", "这个学期有补贴吗？"),
]

BEYOND_IT = [  # alike to a person, and not found
    ("Will the lectures be recorded?", "Werden die Vorlesungen aufgezeichnet?"),  # a translation
    ("Who pays for the software?", "Where does the money for the licences come from?"),  # other words
    (
        "Comment allez-vous protéger les données des étudiants ?",
        "Comment les données des étudiants seront-elles protégées ?",
    ),  # the active and the passive voice
]


def percent(text: str, other: str) -> int | None:
    return dict(similar(text, {QuestionId("q1"): other})).get(QuestionId("q1"))


def best(text: str, *others: str) -> list[str]:
    """The other texts that are found, in order."""
    among = {QuestionId(f"q{place}"): other for place, other in enumerate(others)}
    return [among[question_id] for question_id, _ in similar(text, among)]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_these_are_alike_whichever_was_first(one: str, other: str) -> None:
    assert percent(one, other) is not None
    assert percent(other, one) is not None


@pytest.mark.parametrize(("one", "other"), [*NOT_ALIKE, *BEYOND_IT])
def test_these_are_not_found(one: str, other: str) -> None:
    assert percent(one, other) is None
    assert percent(other, one) is None


# One rule each


@pytest.mark.parametrize(
    "other",
    [
        "how do we start",
        "How do we  start ??",
        "HOW DO WE START",
        "Ｈｏｗ ｄｏ ｗｅ ｓｔａｒｔ？",
        "Hôw dó wê stárt",
        "we start how do",
    ],
)
def test_case_accents_width_punctuation_and_order_change_nothing(other: str) -> None:
    assert percent("How do we start?", other) == 100


def test_vowel_signs_that_are_letters_stay() -> None:
    assert fold("क्या").words == ("कया",)
    assert fold("ที่").words == ("ที",)
    assert fold("كَيْفَ").words == fold("كيف").words


def test_a_text_in_a_longer_one_needs_four_words_or_eight_characters() -> None:
    long = "Before I forget it, and since nobody said so: {} That was all that I wanted to know from you this evening."
    assert percent("Who pays for it?", long.format("Who pays for it?")) == 90
    assert percent("Who pays it?", long.format("Who pays it?")) is None
    assert percent(long.format("Who pays for it?"), "Who pays for it?") == 90
    assert (
        percent(
            "講義は録画されますか",
            "私には小さな子供が二人いて夜は参加できません。講義は録画されますか？それはいつまで見られますか？",
        )
        == 90
    )
    assert (
        percent("録画ですか", "私には小さな子供が二人いて夜は参加できません。録画ですか？それはいつまで見られるのでしょう？")
        is None
    )


def test_part_of_a_word_is_not_contained() -> None:
    assert percent("is it so as", "This item is it so asymmetrical that nobody dares to touch any of its many handles?") is None


def test_short_words_are_compared_where_there_are_no_others() -> None:
    assert percent("Who are we?", "who are we") == 100
    assert percent("Who are we?", "Why is it so?") is None


def test_the_same_names_and_numbers_help() -> None:
    bare, named = ("Is Anna Novak here?", "Will Anna Novak be here?"), ("Is somebody here?", "Will anybody be here?")
    assert (percent(*bare) or 0) > (percent(*named) or 0)
    assert percent("Room 12 or 13?", "Room 12 or 13, which?") is not None
    assert percent("Is it 2027?", "Is it 1984?") is None


def test_the_most_alike_comes_first() -> None:
    asked = "How do we assess group work fairly?"
    close, far = "How can group work be assessed fairly?", "How should we assess group work in a fair way?"
    assert best(asked, far, "When is lunch?", asked, close) == [asked, close, far]


def test_of_many_only_the_most_alike_are_told() -> None:
    many = {QuestionId(f"q{place}"): "How do we start?" for place in range(1_000)}
    exact = QuestionId("exact")
    found = similar("How do we start today?", {**many, exact: "How do we start today?"}, most=3)
    assert [question_id for question_id, _ in found] == [exact, "q0", "q1"]


@pytest.mark.parametrize("text", ["", " ", "???", "\N{PARTY POPPER} !!!", "\u200d"])
def test_a_text_without_words_is_like_nothing(text: str) -> None:
    assert similar(text, {QuestionId("q1"): text, QuestionId("q2"): "Why?"}) == []
    assert similar("Why?", {QuestionId("q1"): text}) == []


# Any text

WORDS = ["who", "how", "we", "do", "start", "end", "2027", "评价", "グループ", "كيف"]
texts = st.text(max_size=60) | st.lists(st.sampled_from(WORDS)).map(" ".join)


@for_any(texts)
def test_a_text_with_words_is_like_itself(text: str) -> None:
    assert percent(text, text) == (100 if fold(text).words else None)


@for_any(texts, st.lists(texts, max_size=8), st.integers(0, 5))
def test_any_answer_is_ordered_bounded_and_the_same_again(text: str, others: list[str], most: int) -> None:
    among = {QuestionId(f"q{place}"): other for place, other in enumerate(others)}
    found = similar(text, among, most)
    assert len(found) <= most
    assert [percent for _, percent in found] == sorted((percent for _, percent in found), reverse=True)
    assert all(question_id in among and THRESHOLD <= percent <= 100 for question_id, percent in found)
    assert similar(text, among, most) == found
