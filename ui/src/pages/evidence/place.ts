/** The page that a place in a document names: "Điều 2, trang 3", "tr.3" -> 3; else the first. */
export function pageIn(place: string): number {
  const found = /(?:trang|tr\.?|p\.?)\s*(\d+)/iu.exec(place);
  return found ? Math.max(1, Number(found[1])) : 1;
}
