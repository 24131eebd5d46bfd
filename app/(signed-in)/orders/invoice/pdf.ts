/** A PDF shown in the browser, streamed while it is drawn. */
export function pdf(document: NodeJS.ReadableStream, name: string): Response {
  return new Response(bytesOf(document), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${name}"`,
      'Cache-Control': 'no-store',
    },
  });
}

function bytesOf(document: NodeJS.ReadableStream): ReadableStream<Uint8Array> {
  const pieces = document[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === 'string' ? Buffer.from(value) : value);
    },
    cancel: async () => void (await pieces.return?.()),
  });
}
