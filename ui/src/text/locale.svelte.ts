/** The locale whose numbers, plurals and dates are shown. Its own file, because the catalogues themselves need it. */
class Locale {
  /** BCP 47: the chosen language, with the system's region where the system speaks it. */
  tag = $state("en");
}

export const locale = new Locale();
