/** Does it in the first task after the next frame. */
export function afterPaint(what: () => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      what();
    };
    port2.postMessage(null);
  });
}
