import { sizeText } from "@/lib/files/rules";

type AttachmentListProps = {
  files: readonly { id: string; name: string; sizeBytes: number }[];
  /** Where one is downloaded. Null where this session cannot: the thing is in another company. */
  hrefOf: ((fileId: string) => string) | null;
};

/** Files that belong to a thing, each a download. */
export function AttachmentList({ files, hrefOf }: AttachmentListProps) {
  return (
    <ul className="grid gap-1.5">
      {files.map(({ id, name, sizeBytes }) => (
        <li key={id}>
          {hrefOf ? (
            <a
              href={hrefOf(id)}
              download={name}
              className="wrap-anywhere text-action underline decoration-from-font underline-offset-3 hover:text-action-strong hover:decoration-2"
            >
              {name}
            </a>
          ) : (
            <span className="wrap-anywhere">{name}</span>
          )}{" "}
          <span className="text-xs whitespace-nowrap text-ink-soft">{sizeText(sizeBytes)}</span>
        </li>
      ))}
    </ul>
  );
}
