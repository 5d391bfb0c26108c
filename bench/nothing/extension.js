/**
 * The floor of what `make bench` measures in a window: a view whose rows say only their labels, and terminals that are
 * shown and nothing else. It also looks at Branchline from beside it, in the same extension host: when it was told of
 * a change, when it told its view, when it had built the row. Asked over a socket by the bench.
 */
const http = require('node:http');
const path = require('node:path');
const { performance } = require('node:perf_hooks');
const vscode = require('vscode');

const ROWS = 50;
let past;

/** Milliseconds since the epoch, on the clock that the page and the sidecar have too. */
const now = () => performance.timeOrigin + performance.now();

exports.activate = (context) => {
  const rows = new Rows();
  const terminals = [];
  const moments = new Moments();
  const answers = {
    change: ({ row, label }) => rows.change(row, label),
    move: ({ row, label }) => rows.move(row, label),
    watch: () => moments.watch(),
    moments: ({ id }) => moments.of(id),
    open: ({ files }) => open(terminals, files),
    close: () => vscode.window.terminals.map((terminal) => terminal.dispose()).length,
    page: ({ frames, every }) => page(frames, every),
    clicks: () => clicks,
    run: ({ command, args }) => run(command, args),
    document: ({ content }) => document(content),
    changes: ({ files, was }) => changes(files, was),
    startup,
  };
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    try {
      const { what, params } = JSON.parse(body);
      response.end(JSON.stringify(await answers[what](params)));
    } catch (error) {
      response.writeHead(500).end(String(error.stack));
    }
  });
  // One for each extension host: that of the window before may not have ended yet.
  server.listen(path.join(process.env.BRANCHLINE_HOME, `nothing-${process.pid}.sock`));
  context.subscriptions.push(
    { dispose: () => server.close() },
    vscode.window.createTreeView('nothing.rows', { treeDataProvider: rows }),
    vscode.commands.registerCommand('nothing.switch', async () => {
      const picked = await vscode.window.showQuickPick(terminals.map(({ name }) => name));
      terminals.find(({ name }) => name === picked)?.show();
    }),
  );
};

/** Two groups, and rows that go from the one to the other. */
class Rows {
  constructor() {
    const rows = Array.from({ length: ROWS }, (_, n) => ({ label: `row ${n}` }));
    this.rows = [...rows];
    this.groups = [
      { label: 'first', below: rows },
      { label: 'second', below: [] },
    ];
    this.changed = new vscode.EventEmitter();
    this.onDidChangeTreeData = this.changed.event;
  }

  getChildren(node) {
    return node ? (node.below ?? []) : this.groups;
  }

  getTreeItem({ label, below }) {
    const { Expanded, None } = vscode.TreeItemCollapsibleState;
    return new vscode.TreeItem(label, below ? Expanded : None);
  }

  change(row, label) {
    const at = now();
    this.rows[row].label = label;
    this.changed.fire(this.rows[row]);
    return { at };
  }

  move(row, label) {
    const at = now();
    const node = this.rows[row];
    const [first, second] = this.groups;
    node.label = label;
    first.below = first.below.filter((each) => each !== node);
    second.below = [node, ...second.below];
    this.changed.fire([first, second]);
    return { at };
  }
}

/** When what happened to each session's status, that was told last. */
class Moments {
  constructor() {
    this.byId = new Map();
    this.current = undefined;
  }

  watch() {
    const { client, tree } = vscode.extensions.getExtension('branchline.branchline').exports;
    const { sessions } = client;
    const didChange = sessions.didChange.bind(sessions);
    sessions.didChange = (change) => {
      const { id, status, since } = change.session;
      const isOther = sessions.get(id)?.status !== status;
      if (isOther) {
        this.current = { status, emitted: Date.parse(since), arrived: now() };
        this.byId.set(id, this.current);
      }
      const complete = didChange(change);
      this.current = undefined;
      return complete;
    };
    tree.onDidChangeTreeData(() => {
      if (this.current) this.current.told ??= now();
    });
    const getTreeItem = tree.getTreeItem.bind(tree);
    tree.getTreeItem = (node) => {
      const item = getTreeItem(node);
      const moments = node.kind === 'session' && this.byId.get(node.id);
      if (moments) moments.built ??= now();
      return item;
    };
    return { state: client.state, sessions: sessions.all().length };
  }

  of(id) {
    return this.byId.get(id) ?? null;
  }
}

/** A terminal for each file, that shows what is in it and what comes. */
async function open(terminals, files) {
  for (const file of files) {
    const terminal = vscode.window.createTerminal({
      name: path.basename(file),
      shellPath: 'tail',
      shellArgs: ['-n', '+1', '-f', file],
      location: vscode.TerminalLocation.Editor,
      isTransient: true,
    });
    terminal.show();
    terminals.push(terminal);
    await terminal.processId;
  }
  return terminals.length;
}

/** Milliseconds from each click into such a page until it was heard of here. */
const clicks = [];

/** A page that shows texts, one below the other: each frame for so many milliseconds, from the first one again and again. */
function page(frames, every) {
  const panel = vscode.window.createWebviewPanel('nothing.page', 'Nothing', vscode.ViewColumn.Active, { enableScripts: true });
  const pre = frames[0].map(() => '<pre></pre>').join('');
  panel.webview.html = `<!DOCTYPE html><html><body>${pre}<script>
    const places = document.querySelectorAll('pre');
    window.addEventListener('message', ({ data }) => data.forEach((text, at) => {
      if (places[at].textContent !== text) places[at].textContent = text;
    }));
    const code = acquireVsCodeApi();
    document.addEventListener('click', ({ timeStamp }) => code.postMessage(performance.timeOrigin + timeStamp));
  </script></body></html>`;
  panel.webview.onDidReceiveMessage((at) => clicks.push(now() - at));
  let frame = 0;
  const timer = setInterval(() => void panel.webview.postMessage(frames[frame++ % frames.length]), every);
  panel.onDidDispose(() => clearInterval(timer));
  return frames.length;
}

/** When a command was called. */
function run(command, args) {
  const at = now();
  void vscode.commands.executeCommand(command, ...args);
  return { at };
}

/** A document of the same text as another one. */
async function document(content) {
  const at = now();
  const made = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(made, { preview: true });
  return { at };
}

/** Files that each were the same text, compared in one editor. */
function changes(files, was) {
  if (!past) past = vscode.workspace.registerTextDocumentContentProvider('nothing-past', { provideTextDocumentContent: () => was });
  const at = now();
  const uris = files.map((file) => vscode.Uri.file(file));
  void vscode.commands.executeCommand(
    'vscode.changes',
    'Nothing',
    uris.map((uri) => [uri, uri.with({ scheme: 'nothing-past' }), uri]),
  );
  return { at };
}

/** What VS Code says of its extensions' starts, in milliseconds by their ids. */
async function startup() {
  await vscode.commands.executeCommand('perfview.show');
  for (;;) {
    const text = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '';
    const rows = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const heading = rows.find((cells) => cells.includes('Load Code'));
    const of = (id) => {
      const found = rows.find((cells) => cells.includes(id));
      return found && ['Load Code', 'Call Activate'].map((name) => Number(found[heading.indexOf(name)]));
    };
    const [ours, nothing] = heading ? [of('branchline.branchline'), of('branchline-bench.nothing')] : [];
    if (ours && nothing) {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      return { ours, nothing };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
