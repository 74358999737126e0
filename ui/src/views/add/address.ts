/** A catalogue entry's address with what was filled in. Pure. */
import type { CatalogueEntry } from "../../bindings/CatalogueEntry";

/** Fields that are left empty take their example, where that is a value: a server has a public one. */
export function filled(entry: CatalogueEntry, values: Record<string, string>): string {
  return entry.fields
    .filter((field) => !field.secret)
    .reduce((url, { name }) => {
      const at = url.indexOf(`{${name}}`);
      const value = (values[name] ?? "").trim();
      // A server is a part of the address as it stands; what comes later is a value in it.
      const written = at >= 0 && /^[a-z]+:\/\/$/i.test(url.slice(0, at)) ? value.replace(/^[a-z]+:\/\//i, "").replace(/\/+$/, "") : encodeURIComponent(value);
      return url.replaceAll(`{${name}}`, written);
    }, entry.url);
}

/** The fields that must be filled in and are not. */
export function missing(entry: CatalogueEntry, values: Record<string, string>): string[] {
  return entry.fields.filter(({ name }) => (values[name] ?? "").trim() === "").map(({ name }) => name);
}

/** Whether what is typed is meant as an address and not as words to search. */
export function looksLikeAddress(typed: string): boolean {
  const words = typed.trim();
  return /^[a-z][a-z0-9+.-]*:/i.test(words) || (/^\S+$/.test(words) && /[./@:]/.test(words));
}

/** The name under which the core keeps a secret field: a header, or the bearer token. */
export function secretField(name: string): string {
  return /^(bearer|basic|proxy)$/.test(name) || /^(header|query|basic):/.test(name) ? name : `header:${name}`;
}
