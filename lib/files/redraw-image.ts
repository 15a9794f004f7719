import "server-only";
import { rename } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { oneAtATime } from "./one-at-a-time";
import type { FileRefusal, FileType } from "./rules";

/** As much as a camera makes; above it a few hundred bytes could fill the memory (reliability.md §4.11). */
const mostPixels = 40_000_000;
const secondsAtMost = 15;

// No copies of earlier images, one thread, and no reader but the three we accept.
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadPngFile", "VipsForeignLoadJpegFile", "VipsForeignLoadWebpFile"] });

const encoders = {
  "image/png": (image: Sharp) => image.png(),
  "image/jpeg": (image: Sharp) => image.jpeg({ quality: 90 }),
  "image/webp": (image: Sharp) => image.webp({ quality: 90 }),
} satisfies Partial<Record<FileType, (image: Sharp) => Sharp>>;

type ImageType = keyof typeof encoders;

export const isImage = (type: FileType): type is ImageType => type in encoders;

/**
 * Draws an image anew, in place: what is kept is pixels. Where it was taken, by whom, and whatever was hidden behind
 * them is left out; how it is turned is kept. One at a time, since an image unpacked takes up to 160 MB.
 */
export function redrawImage(path: string, type: ImageType): Promise<{ ok: true } | { ok: false; reason: FileRefusal }> {
  return oneAtATime(async () => {
    try {
      const image = sharp(path, { limitInputPixels: mostPixels, failOn: "error", pages: 1, sequentialRead: true });
      const { width = 0, height = 0 } = await image.metadata();
      if (width * height > mostPixels) return { ok: false, reason: "large-image" };
      const drawn = `${path}.image`;
      await encoders[type](image.rotate()).timeout({ seconds: secondsAtMost }).toFile(drawn);
      await rename(drawn, path);
      return { ok: true };
    } catch (error) {
      const tooLarge = error instanceof Error && /pixel limit/i.test(error.message);
      return { ok: false, reason: tooLarge ? "large-image" : "broken-image" };
    }
  });
}
