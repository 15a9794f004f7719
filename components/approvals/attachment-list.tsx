import { sizeText } from "@/lib/files/rules";

type AttachmentListProps = {
  requestId: string;
  files: readonly { id: string; name: string; sizeBytes: number }[];
  /** Can this session download them? Not where it is in another company. */
  open: boolean;
};

/** The files of a request, each a download. */
export function AttachmentList({ requestId, files, open }: AttachmentListProps) {
  return (
    <ul className="grid gap-1.5">
      {files.map(({ id, name, sizeBytes }) => (
        <li key={id}>
          {open ? (
            <a
              href={`/api/approvals/${requestId}/files/${id}`}
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
