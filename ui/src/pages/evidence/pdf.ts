// The build for older browsers: district offices run what came with the machine.
import { getDocument, PDFDataRangeTransport, type PDFDocumentProxy, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs';
import Worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker';
import { openFile, readPieces } from './pieces';

export interface OpenPdf {
  document: Promise<PDFDocumentProxy>;
  close: () => void;
}

/** Hands over what pdf.js asks for. Its own reading knows ranges over HTTP alone, and the shell is not HTTP. */
class Pieces extends PDFDataRangeTransport {
  constructor(
    readonly url: string,
    length: number,
    head: Uint8Array,
    readonly fail: (reason: unknown) => void,
  ) {
    super(length, head);
  }

  override requestDataRange(first: number, end: number): void {
    readPieces(this.url, first, end)
      .then((bytes) => this.onDataRange(first, bytes))
      .catch(this.fail);
  }
}

/** Opens a PDF piece by piece. Each has a worker of its own, since closing one must not disturb the next. */
export function openPdf(url: string, size: number): OpenPdf {
  const port = new Worker();
  const worker = PDFWorker.create({ port });
  let closed = false;
  let destroy = async () => worker.destroy();

  async function load(): Promise<PDFDocumentProxy> {
    const { head, length } = await openFile(url, size);
    if (closed) throw new Error('closed before it was open');
    return new Promise((resolve, reject) => {
      const task = getDocument({
        range: new Pieces(url, length, head, reject),
        worker,
        // The window's rules forbid text to become program.
        isEvalSupported: false,
        // Pieces are fetched as pages are turned; a scan of 30 MB need not come whole.
        disableAutoFetch: true,
        disableStream: true,
        wasmUrl: new URL(`${__PDF_DECODERS__}/`, document.baseURI).href,
      });
      destroy = () => task.destroy();
      task.promise.then(resolve, reject);
    });
  }

  return {
    document: load(),
    close: () => {
      closed = true;
      void destroy().finally(() => port.terminate());
    },
  };
}
