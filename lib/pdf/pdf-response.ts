import "server-only";
import { disposition } from "../files/download";
import type { Letter } from "./letter";
import { renderLetter } from "./render-letter";

/** A letter as a downloaded PDF; never kept by anybody between here and the reader. */
export async function pdfResponse(letter: Letter): Promise<Response> {
  const bytes = await renderLetter(letter);
  return new Response(bytes, {
    headers: {
      "content-type": "application/pdf",
      "content-length": String(bytes.byteLength),
      "content-disposition": disposition(`${letter.fileName}.pdf`),
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
