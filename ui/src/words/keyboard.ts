/**
 * Whether letters stand there as a Vietnamese keyboard is told them, which did not put them together: "boons tuwf" (Telex).
 * No Vietnamese word without its marks ends with these letters, or doubles those.
 */
export function looksUncomposed(text: string): boolean {
  const words = text.toLowerCase().split(/[^a-z]+/);
  return words.some((word) => /aa|ee|oo(?!ng)|dd|[aou]w/.test(word) || /[aeiouy][a-z]*[sfrxj]$/.test(word));
}

/** Whether letters carry marks, which some keyboard had to compose. */
export function hasMarks(text: string): boolean {
  return /[^\0-\x7f]/.test(text.normalize());
}
