import "server-only";
import { fileStore } from "./store";

type Stored = { name: string; mediaType: string | null; sizeBytes: number; storageKey: string };

/**
 * An uploaded file for whoever may have it. Always as a download, never shown by the browser, whatever it holds
 * (reliability.md §4.11); proxy.ts adds the policy that would keep it still.
 */
export async function downloadResponse(file: Stored): Promise<Response> {
  const type = file.mediaType ?? "application/octet-stream";
  return new Response(await fileStore().read(file.storageKey), {
    headers: {
      "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
      "content-length": String(file.sizeBytes),
      "content-disposition": disposition(file.name),
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-store",
    },
  });
}

/** RFC 6266: plain letters for old readers, the whole name beside them. */
export function disposition(name: string): string {
  const plain = name.replace(/[^\w.() -]/g, "_");
  const whole = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
