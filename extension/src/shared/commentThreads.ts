/** Comments at lines of files, drawn with VS Code's means. What they say stands there as text: nothing in it is obeyed. */
import * as vscode from 'vscode';
import { type Plain, visible } from './plain.ts';

/** One comment, at lines `line` to `end` of a document, from 1. */
export interface ShownComment {
  uri: vscode.Uri;
  line: number;
  end: number;
  text: string;
  author: Plain;
  /** Beside the author. */
  label: Plain | undefined;
  /** Above it. */
  heading: Plain;
  at: Date;
  isResolved: boolean;
  /** What `when` clauses match. */
  context: string;
}

/** As VS Code hands it to commands; text is what the user wrote. */
export interface Written {
  uri: vscode.Uri;
  line: number;
  end: number;
  text: string;
}

export interface Inviting {
  prompt: Plain;
  placeholder: Plain;
  /** Whether lines of this document can be commented on. */
  takes: (uri: vscode.Uri) => boolean;
}

const { Collapsed, Expanded } = vscode.CommentThreadCollapsibleState;
const { Resolved, Unresolved } = vscode.CommentThreadState;
const { Editing, Preview } = vscode.CommentMode;

export class CommentThreads implements vscode.Disposable {
  private readonly controller: vscode.CommentController;
  private readonly threads = new Map<string, { drawn: string; thread: vscode.CommentThread }>();

  constructor(id: string, name: Plain, { prompt, placeholder, takes }: Inviting) {
    this.controller = vscode.comments.createCommentController(id, name);
    this.controller.options = { prompt, placeHolder: placeholder };
    this.controller.commentingRangeProvider = {
      provideCommentingRanges: ({ uri, lineCount }) =>
        takes(uri) ? [new vscode.Range(0, 0, Math.max(0, lineCount - 1), 0)] : [],
    };
  }

  dispose(): void {
    this.controller.dispose();
  }

  /** Only what altered is drawn anew: an open thread keeps what is being written in it. */
  draw(key: string, shown: ShownComment): void {
    const drawn = JSON.stringify([shown, shown.uri.toString()]);
    const known = this.threads.get(key);
    if (known?.drawn === drawn) return;
    const isSame = known?.thread.uri.toString() === shown.uri.toString();
    if (!isSame) known?.thread.dispose();
    const range = new vscode.Range(shown.line - 1, 0, shown.end - 1, 0);
    const thread = (isSame && known?.thread) || this.controller.createCommentThread(shown.uri, range, []);
    if (!isSame) thread.collapsibleState = shown.isResolved ? Collapsed : Expanded;
    thread.range = range;
    thread.label = shown.heading;
    thread.state = shown.isResolved ? Resolved : Unresolved;
    thread.contextValue = shown.context;
    thread.canReply = false;
    thread.comments = [commentOf(shown)];
    this.threads.set(key, { drawn, thread });
  }

  drop(key: string): void {
    this.threads.get(key)?.thread.dispose();
    this.threads.delete(key);
  }

  /** The key of what VS Code hands to a command: a thread, or a comment of one. */
  keyOf(given: unknown): string | undefined {
    for (const [key, { thread }] of this.threads)
      if (thread === given || thread.comments.some((each) => each === given)) return key;
    return undefined;
  }

  /** A new one that the user wrote; its thread goes, it is drawn as the others are. */
  take(given: unknown): Written | undefined {
    const { thread, text } = given as Partial<vscode.CommentReply>;
    if (!thread?.range || typeof text !== 'string') return undefined;
    const { uri, range } = thread;
    thread.dispose();
    return { uri, line: range.start.line + 1, end: range.end.line + 1, text };
  }

  /** Opens it for editing, or closes that. */
  edit(key: string, isEdited: boolean): void {
    const known = this.threads.get(key);
    if (!known) return;
    known.thread.comments = known.thread.comments.map((each) => ({ ...each, mode: isEdited ? Editing : Preview }));
    if (!isEdited) known.drawn = '';
  }

  /** What stands in it, also while it is edited. */
  textOf(key: string): string {
    const body = this.threads.get(key)?.thread.comments[0]?.body ?? '';
    return typeof body === 'string' ? body : body.value;
  }
}

function commentOf({ text, author, label, at, context }: ShownComment): vscode.Comment {
  const comment: vscode.Comment = {
    body: visible(text),
    mode: Preview,
    author: { name: author },
    timestamp: at,
    contextValue: context,
  };
  if (label !== undefined) comment.label = label;
  return comment;
}
