/** True in `npm run dev`, whose windows stand on the laptops of the village. */
declare const __VILLAGE__: boolean;

/** The folder of the decoders for scanned pages, within the built page. */
declare const __PDF_DECODERS__: string;
