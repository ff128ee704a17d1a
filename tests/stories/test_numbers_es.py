"""Los números en español: lo mismo que en inglés, en el idioma de quien mira y en el del círculo."""

from rehearsal.screen import Screen
from tests.stories.conftest import Evening


async def números(evening: Evening, name: str) -> Screen:
    await evening[name].set(locale="es-ES")
    post = next(one for one in await evening[name].look("north-door") if "Numbers" in one.buttons)
    return await evening[name].press(post, "Numbers")


async def test_quien_lee_en_español_ve_las_líneas_en_español(whole: Evening) -> None:
    shown = await números(whole, "Ana")
    assert shown.text.startswith("Las llamadas y los mensajes quedan en la lista de este teléfono.")
    assert "Emergencias, Alemania: **112** y policía **110**." in shown.text
    assert "Emergencias, Reino Unido: **999** o **112**." in shown.text
    assert "Si no puedes hablar: no digas nada y pulsa 55 cuando lo pidan." in shown.text
    assert "No ven tu número." in shown.text
    assert "Llamar al **116 123**" in shown.text
    assert "Idiomas: inglés y una línea en galés." in shown.text
    assert "Comprobado por este círculo: 20 de marzo de 2027." in shown.text
    assert "Only you" not in shown.text


async def test_un_tema_y_otro_país_también(whole: Evening) -> None:
    ana = whole["Ana"]
    shown = await ana.choose(await números(whole, "Ana"), "Ganas de hacerse daño")
    assert "Self Injury Support (autolesiones)" in shown.text
    assert "Pueden avisar a la policía sin que se lo pidas: sí." in shown.text
    screen = await ana.press(shown, "Estoy en otro lugar")
    europe = [option["label"] for option in screen.selects[0]["options"]]
    assert europe[:3] == ["Alemania", "Austria", "Bélgica"]
    spain = await ana.choose(screen, "España", menu="Europa")
    assert "Llamar al **024**" in spain.text
    assert "Pueden avisar a la policía sin que se lo pidas: se desconoce." in spain.text
    assert "Este círculo no lo ha comprobado. Su fuente: 2024-05." in spain.text


async def test_las_horas_se_dicen_en_español(whole: Evening) -> None:
    shown = await whole["Ana"].choose(await números(whole, "Ana"), "Hombres")
    assert "Responden de lunes a jueves de 08:00 a 20:00 y viernes de 08:00 a 15:00 (Europe/Berlin)." in shown.text
    assert "Ahora no responden." in shown.text
    assert "Puede ser un horario antiguo." in shown.text


async def test_el_mensaje_que_se_queda_habla_el_idioma_del_círculo(whole: Evening) -> None:
    robin = whole["Robin"]
    card = await robin.press(await robin.command("desk"), "North")
    await robin.choose(await robin.press(card, "Change language"), "es")
    await whole.hearth.settle()
    post = next(one for one in await whole["Ana"].look("north-door") if "Números" in one.buttons)
    assert list(post.buttons) == ["Hacer una pausa", "Contactar con alguien", "Números"]
    assert "Cuando Willow no responde, esto sigue ayudando." in post.text
    assert "Busca tres cosas de un mismo color." in post.text
    assert "Si los botones no responden, esto sigue sirviendo." in post.text


async def test_comprobar_los_números_en_español(whole: Evening) -> None:
    robin = whole["Robin"]
    await robin.set(locale="es-419")
    card = await robin.press(await robin.command("desk"), "North")
    seen = await robin.press(card, "Comprobar sus números")
    assert "El círculo los ha comprobado." in seen.text
    assert "Comprobado por este círculo: 20 de marzo de 2027." in seen.text
    chosen = await robin.choose(seen, "gb-shout")
    assert "SMS con **SHOUT** al **85258**" in chosen.text
