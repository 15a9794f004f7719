import type { AttachedFile } from "./file-field";

export type Sent = { ok: true; file: AttachedFile } | { ok: false; message: string };

/** Which of a freelancer's contracts a file is for; members say nothing. */
export const contractHeader = (contractId: string | undefined): Record<string, string> =>
  contractId ? { "x-contract": contractId } : {};

/** Sends one file as it is, telling how far it is (0 to 1). `fetch` cannot tell, so this is the older way. */
export function sendFile(
  file: File,
  onProgress: (share: number) => void,
  { signal, contractId }: { signal: AbortSignal; contractId?: string | undefined },
): Promise<Sent> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", "/api/uploads");
    request.responseType = "json";
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name.replace(/\p{Cs}/gu, "_")));
    for (const [name, value] of Object.entries(contractHeader(contractId))) request.setRequestHeader(name, value);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(readAnswer(request.status, request.response));
    request.onerror = () =>
      resolve({ ok: false, message: "The connection broke. Remove the file and attach it again." });
    request.onabort = () => resolve({ ok: false, message: "" });
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function readAnswer(status: number, answer: unknown): Sent {
  const fields = typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>) : {};
  if (status === 201 && typeof fields.id === "string" && typeof fields.name === "string")
    return { ok: true, file: { id: fields.id, name: fields.name, sizeBytes: Number(fields.sizeBytes) } };
  const message =
    typeof fields.message === "string" ? fields.message : "This file was not taken. Try again in a moment.";
  return { ok: false, message };
}
