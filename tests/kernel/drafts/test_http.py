import json
import uuid

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.drafts.pages")]


@pytest.fixture(autouse=True)
def _short_way(settings):
    settings.MIDDLEWARE = ["roundtable.kernel.base.middleware.instant", "roundtable.kernel.base.middleware.ToldErrors"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def send(client):
    client.get("/page/1/")

    def sent(who=1, **asked):
        return client.post(f"/save/{who}/", json.dumps(asked), content_type="application/json").json()

    return sent


def stroke(text, base=0, **more):
    return {"stroke": str(uuid.uuid4()), "field": "narrative", "text": text, "base": base, **more}


def test_a_stroke_is_answered_with_the_text_as_it_stands(send):
    answer = send(strokes=[stroke("ten people came by train")], here="narrative")

    assert answer["fields"]["narrative"] == {
        "revision": 1,
        "text": "ten people came by train",
        "merged": False,
        "conflict": None,
        "error": None,
        "by": 1,
    }


def test_others_are_seen_and_their_words_arrive(send):
    send(strokes=[stroke("ten people came by train")], here="narrative")
    answer = send(who=2, known={"narrative": 0})

    assert answer["people"] == [{"name": "Ana", "field": "narrative"}]
    assert answer["newer"] == {"narrative": {"revision": 1, "text": "ten people came by train"}}


def test_a_conflict_comes_with_both_texts_and_can_be_settled_twice_with_one_effect(send):
    send(strokes=[stroke("twelve people came")])
    conflict = send(who=2, strokes=[stroke("eleven people came")])["fields"]["narrative"]["conflict"]
    assert (conflict["mine"], conflict["theirs"], conflict["who"]) == (
        "eleven people came",
        "twelve people came",
        "Ana",
    )
    assert send(who=2)["conflicts"]["narrative"] == conflict

    choice = {
        "conflict": conflict["number"],
        "field": "narrative",
        "text": "eleven people came",
        "stroke": str(uuid.uuid4()),
    }
    first, second = (send(who=2, choices=[choice])["fields"]["narrative"] for _try in range(2))
    assert first == second
    assert (first["revision"], first["text"]) == (2, "eleven people came")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"field": "secret"}, "This form has no text “secret”."),
        ({"stroke": "x"}, "This form is damaged."),
        ({"base": "0"}, "This form is damaged."),
        ({"conflict": "seven"}, "This form is damaged."),
        ({"base": 9}, "This window is ahead of the server."),
    ],
)
def test_a_refused_stroke_carries_its_sentence_and_the_others_are_saved(send, wrong, sentence):
    answer = send(strokes=[stroke("new words") | wrong, stroke("ten people came home")])

    told = answer["fields"]
    field = wrong.get("field", "narrative")
    if field == "secret":
        assert told["secret"]["error"].startswith(sentence)
    assert told["narrative"]["text"] == "ten people came home"


def test_what_is_no_request_is_refused(client):
    assert client.post("/save/1/", "{", content_type="application/json").status_code == 422
    assert client.post("/save/1/", '{"strokes": ["x"]}', content_type="application/json").status_code == 422


def test_a_form_posted_as_a_whole_is_merged_too(client, send):
    send(strokes=[stroke("ten people came by train")])
    mark = f"0:{uuid.uuid4()}"
    sent = {"narrative": "Yesterday ten people came", "draft-narrative": mark}

    first, again = (client.post("/page/2/", sent).content.decode() for _try in range(2))
    assert first == again == "Yesterday ten people came by train"


def test_a_choice_can_be_made_without_scripts(client, send):
    send(strokes=[stroke("twelve people came")])
    number = send(who=2, strokes=[stroke("eleven people came")])["fields"]["narrative"]["conflict"]["number"]
    assert f'name="draft-choice-{number}"' in client.get("/page/2/").content.decode()

    sent = {
        "narrative": "whatever stands in the field",
        "draft-narrative": f"1:{uuid.uuid4()}",
        f"draft-choice-{number}": "both",
    }
    assert client.post("/page/2/", sent).content.decode() == "twelve eleven people came"
