/** A raw event as text. */

/** JSON with its indents; anything else as it came. */
export function prettyData(data: string): string {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : data;
  } catch {
    return data;
  }
}
