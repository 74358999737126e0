/** Every word the window says, in the language of the person. Messages stand in a folder for each language; `en` is the source. */
export { speak, text } from "./current.svelte";
export { type Catalogue, LANGUAGES } from "./languages";
export type { Said } from "./en/trouble";
export { missing, ofBell, ofConnection, ofFlaw, ofNotice, ofRefusal, ofSilence, ofTrouble, ofWrong } from "./said";
