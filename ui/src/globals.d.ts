/** True where the sample backend may stand in: `npm run dev`, the tests, the sample build. */
declare const __SAMPLE__: boolean;

/** The folder of the decoders for scanned pages, within the built page. */
declare const __PDF_DECODERS__: string;

declare module '*.toml' {
  const data: unknown;
  export default data;
}
