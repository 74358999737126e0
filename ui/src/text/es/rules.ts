import type { rules as source } from "../en/rules";
import { number } from "../rules";
import { plural } from "./plural";

export const rules: typeof source = {
  rules: {
    title: "Reglas",
    lead: "Palabras y patrones que valen para todos los canales. La primera regla que descarta una entrada zanja el asunto.",
    none: "Aún no hay reglas",
    noneHelp: "Una regla puede destacar lo que esperas, avisar aunque un canal calle, o silenciar lo que ya has oído bastante.",
    add: "Añadir una regla",
    list: "Tus reglas",
    unnamed: "Regla nueva",
    name: "Nombre",
    then: "Qué pasa con esa entrada",
    thens: { highlight: "Destacarla", ring: "Avisar, diga lo que diga el nivel del canal", raise: "Destacarla y avisar como crítica", digest: "Ponerla en el resumen del canal", hush: "Dejarla en silencio", drop: "No conservarla" },
    words: "Palabras",
    wordsHelp: "Separadas por comas; una de ellas tiene que aparecer como palabra entera. Varias palabras entre dos comas son una frase.",
    pattern: "Patrón",
    patternHelp: "Una expresión regular sobre título y texto.",
    feeds: "Canales",
    feedsHelp: "Ninguno elegido significa todos.",
    where: "Condición",
    whereHelp: "Una expresión, como urgency == 'critical' o score.home > 2.",
    enabled: "Esta regla vale",
    off: "Desactivada",
    remove: "Quitar la regla",
    removed: (name) => `Se quitó la regla «${name}».`,
    earlier: "Subir",
    later: "Bajar",
    save: "Guardar la regla",
    saved: "Guardada. Vale desde la próxima entrada.",
    trial: "Lo que habría atrapado",
    trying: "Probándola con tu historial…",
    caught: (n, of) => `${plural(n, { one: "# entrada", other: "# entradas" })} de las últimas ${number(of)}.`,
    nothing: "Aún no dice nada. Dale palabras, un patrón, una condición o un canal.",
    unsaved: "Sin guardar",
  },
};
