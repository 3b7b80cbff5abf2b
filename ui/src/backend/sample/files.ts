const LINES = [
  'UY BAN NHAN DAN XA AYUN',
  'So: 45/BC-UBND',
  '',
  'BAO CAO',
  'Ket qua giai quyet ho so TTHC',
  '8 thang dau nam 2019',
];

/** A PDF of two plain pages, small enough to be written by hand; its readers mend the missing table of offsets. */
function pdf(): string {
  const page = (number: number) => {
    const text = LINES.map((line) => `(${line}) Tj 0 -28 Td`).join(' ');
    const stream = `BT /F 16 Tf 90 740 Td ${text} (Trang ${number}) Tj ET`;
    return `<</Length ${stream.length}>>stream\n${stream}\nendstream`;
  };
  const sheet = (contents: number) =>
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 7 0 R>>>>/Contents ${contents} 0 R>>`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>',
    sheet(5),
    sheet(6),
    page(1),
    page(2),
    '<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>',
  ];
  return `%PDF-1.4\n${objects.map((body, index) => `${index + 1} 0 obj${body}\nendobj`).join('\n')}\ntrailer<</Root 1 0 R/Size 8>>\n%%EOF`;
}

/** A picture without compression: a sheet with lines of writing on a wall. Bitmaps are the one kind easily made by hand. */
function picture(): Uint8Array<ArrayBuffer> {
  const [width, height, head] = [400, 260, 54];
  const bytes = new Uint8Array(head + width * height * 3);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x424d);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, head, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, -height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sheet = x > 50 && x < 350 && y > 30 && y < 230;
      const writing = sheet && x > 70 && x < 330 && y > 50 && y < 210 && y % 18 < 6;
      bytes.fill(writing ? 176 : sheet ? 250 : 204, head + (y * width + x) * 3, head + (y * width + x) * 3 + 3);
    }
  }
  return bytes;
}

const urls = new Map<string, string>();

export function sampleFile(hash: string): string {
  const kept = urls.get(hash);
  if (kept) return kept;
  const blob = hash.startsWith('e3')
    ? new Blob([picture()], { type: 'image/bmp' })
    : new Blob([pdf()], { type: 'application/pdf' });
  const url = URL.createObjectURL(blob);
  urls.set(hash, url);
  return url;
}
