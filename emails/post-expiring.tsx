import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { type PostFacts, postFacts, previewPost } from "./_components/post-facts";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Title } from "./_components/words";

/** Five days before a quiet job post ends: to its owner (product section 7). */
export interface PostExpiringProps extends CompanyMail, PostFacts {
  /** "1 April 2026, 09:30 CEST". */
  openUntil: string;
  editUrl: string;
}

export const category: MailCategory = {
  name: "offers",
  locked: false,
  because: "You get this mail because you own this job post.",
};

export const subject = ({ title, openUntil }: PostExpiringProps) => `Job post ends on ${openUntil}: ${title}`;

export default function PostExpiring(props: PostExpiringProps) {
  return (
    <Layout preview={props.terms} footer={<Footer category={category} mail={props} />}>
      <Lead>
        Your job post <Title>{props.title}</Title> ends on {props.openUntil}.
      </Lead>
      <Line>{`Nothing has happened on it lately. Edit it, and it stays open for ${props.life} from then.`}</Line>
      <Facts rows={postFacts(props)} />
      <Button href={props.editUrl}>Edit the post</Button>
    </Layout>
  );
}

export const text = (props: PostExpiringProps) =>
  plainText(
    `Your job post “${props.title}” ends on ${props.openUntil}.`,
    `Nothing has happened on it lately. Edit it, and it stays open for ${props.life} from then.`,
    plainFacts(postFacts(props)),
    plainLink("Edit the post", props.editUrl),
    plainFooter(category, props),
  );

PostExpiring.PreviewProps = {
  ...previewCompany,
  ...previewPost,
  openUntil: "1 April 2026, 09:30 CEST",
  editUrl: "https://countersign.example/ab/jobs/posts/0198f2c4-22bb-7c13-9a88-1d4d2a1a8e63/edit",
} satisfies PostExpiringProps;
