/** The window in each language, from right to left in one. */
import { everyLook } from "./look";
import { add, dialog, health, main, rows, speak } from "./ways";

everyLook({
  "main-arabic": main("ar"),
  "main-german": main("de"),
  "main-japanese": main("ja"),
  "main-spanish": main("es"),
  "welcome-arabic": { scene: "empty", go: (page) => speak(page, "ar") },
  "add-arabic": { scene: "busy", go: (page) => rows(page).then(() => speak(page, "ar")).then(() => add(page, "https://news.example.org/stream")) },
  "settings-arabic": { scene: "busy", go: (page) => speak(page, "ar").then(() => dialog(page, ",")) },
  "health-arabic": health("ar"),
  "health-german": health("de"),
});
