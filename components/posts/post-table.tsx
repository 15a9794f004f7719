import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import type { PostState } from "@/db/enums";
import { orderAnswer } from "@/lib/orders/rules";
import type { Post } from "@/lib/posts/queries";
import { postPriceText } from "@/lib/posts/rules";
import { PostStatus } from "./post-status";

type PostTableProps = {
  posts: readonly Post[];
  state: PostState;
  /** purchase orders are on for this company */
  orders: boolean;
  reader: Reader;
};

/** Job posts of one tab (product.md §7); the instant that matters depends on the tab. */
export function PostTable({ posts, state, orders, reader }: PostTableProps) {
  return (
    <DataTable
      label="Job posts"
      columns={[
        { label: "Title" },
        { label: "Owner", from: "lg" },
        { label: "Team", from: "md" },
        { label: "Type and budget", from: "lg" },
        ...(orders ? [{ label: "PO", from: "md" as const }] : []),
        { label: whenLabels[state], align: "end" },
        { label: "Status" },
      ]}
    >
      {posts.map((post) => (
        <tr key={post.id}>
          <TitleCell
            href={state === "draft" ? `/ab/jobs/posts/${post.id}/edit` : `/ab/jobs/posts/${post.id}`}
            title={post.title}
            second={
              <>
                <span className="lg:hidden">{postPriceText(post)}</span>
                <span className="md:hidden"> · {post.teamName}</span>
              </>
            }
          />
          <td data-from="lg">{post.ownerName}</td>
          <td data-from="md">{post.teamName}</td>
          <td data-from="lg">{postPriceText(post)}</td>
          {orders && <td data-from="md">{orderAnswer(post) ?? <span className="text-ink-soft">Not asked</span>}</td>}
          <td data-at="amount" className="font-normal">
            <Moment at={whenOf(post)} reader={reader} />
          </td>
          <td data-at="status">
            <PostStatus state={post.state} filled={post.filled} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

const whenLabels: Record<PostState, string> = {
  open: "Open until",
  draft: "Started",
  closed: "Closed",
  expired: "Expired",
};

const whenOf = (post: Post) => post.openUntil ?? post.closedAt ?? post.createdAt;
