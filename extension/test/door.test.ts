/**
 * What VS Code shows goes through a door of a few files, whose types let in plain text alone: no other file may call
 * what shows words, nor say of a text that it is plain. What a file may call is listed, so that a call that nobody
 * thought of is found too.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const DOOR = [
  'checkedRows',
  'commentThreads',
  'draw',
  'fileDialogs',
  'l10n',
  'log',
  'notices',
  'quickInput',
  'stepInput',
].map((name) => `shared/${name}.ts`);
/** What says of a text that it is plain. */
const MAKERS = ['shared/plain.ts', 'shared/l10n.ts'];

/** What shows no words. */
const HARMLESS = new RegExp(
  `^(?:${[
    'CancellationToken|CancellationTokenSource|ConfigurationTarget\\.Global|Disposable|Disposable\\.from|EventEmitter',
    'DataTransfer|DataTransferItem|TreeDragAndDropController',
    'Extension|ExtensionContext|RelativePattern|FileChangeEvent|FileChangeType\\.Changed|FileStat|FileSystemError\\.\\w+|FileSystemProvider|FileType\\.File',
    'SecretStorage|env\\.remoteName|LogLevel|LogLevel\\.\\w+|LogOutputChannel|Memento|QuickInputButtons\\.Back',
    'Uri\\.joinPath|Webview|WebviewOptions|WebviewPanel|WebviewPanelSerializer|window\\.registerWebviewPanelSerializer',
    'Selection|Tab|TabInputTerminal|TabInputText|TabInputTextDiff|Terminal|TextDocument|TextDocumentContentProvider|ThemeIcon|TreeItem|TreeItemCollapsibleState\\.\\w+|TreeView',
    'Uri|Uri\\.from|Uri\\.file|ViewColumn(?:\\.\\w+)?|WorkspaceFolder',
    'commands\\.executeCommand|commands\\.registerCommand|commands\\.getCommands|env\\.asExternalUri|env\\.openExternal|env\\.clipboard\\.\\w+|env\\.language',
    'extensions\\.getExtension|window\\.(?:active|on|state\\.|tabGroups\\.)[\\w.]+|window\\.showTextDocument',
    'workspace\\.on\\w+|workspace\\.createFileSystemWatcher|workspace\\.getConfiguration|workspace\\.getWorkspaceFolder',
    'workspace\\.openTextDocument|languages\\.registerCodeActionsProvider|CodeActionProvider|Diagnostic|Uri\\.parse|workspace\\.textDocuments(?:\\.some)?|workspace\\.registerTextDocumentContentProvider',
    'DocumentLink|DocumentLinkProvider|languages\\.registerDocumentLinkProvider|window\\.visibleTextEditors\\.map|workspace\\.fs\\.(?:copy|delete)',
    'workspace\\.registerFileSystemProvider|workspace\\.workspaceFolders',
  ].join('|')})$`,
);
/** What may be made outside of the door: it has no words. */
const MADE =
  /^(CancellationTokenSource|DataTransferItem|DocumentLink|EventEmitter|RelativePattern|Selection|ThemeIcon)$/;
/** What may be run: the commands that take a title are the door's. */
const RUN =
  /^\s*'(setContext|simpleBrowser\.show|vscode\.open|vscode\.openFolder|workbench\.action\.(?:moveEditorToNewWindow|openEditorAtIndex|openPreviousRecentlyUsedEditor|openSettings|openWalkthrough|terminal\.copySelection)|branchline\.[\w.]+)'/;
/** The fields by which VS Code's objects are told words after they were made. */
const FIELDS = [
  'accessibilityInformation',
  'badge',
  'description',
  'detail',
  'isTrusted',
  'items',
  'label',
  'message',
  'name',
  'placeHolder',
  'placeholder',
  'prompt',
  'supportHtml',
  'supportThemeIcons',
  'text',
  'title',
  'tooltip',
  'validationMessage',
];

/** What is not done outside of the door, each with what is done all the same. */
const NOT_DONE: readonly [pattern: RegExp, isFine?: RegExp][] = [
  // Each use has its name before it: nothing else is imported, and nothing is taken out of it.
  [/['"`]vscode['"`]|(?<![\w'.])vscode\b(?!\??\.\w)/g],
  [/(?<!')\bvscode\.([\w.]+)/g, HARMLESS],
  [/\bnew vscode\.(\w+)/g, MADE],
  [/\bexecuteCommand(?:<[^(]*>)?\(([^)]*)/g, RUN],
  [new RegExp(String.raw`\.(?:${FIELDS.join('|')})\s*[?|&+]{0,2}=(?![=>])`, 'g')],
  [/\bl10n\.(?!ts\b)/g],
  // What is translated is written in the code.
  [/(?<![.\w])t\((?!\s*')/g],
  [/\bas (?:any|never|Plain|Markdown|DrawnRow)\b|@ts-\w+/g],
];

/** What is wrong with a file outside of the door. */
function wrongs(code: string): string[] {
  const text = code
    .replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
    .replace(/^import (?:type )?\* as vscode from 'vscode';$/gm, '')
    .replace(/\s*\n\s*\??\.|\?\./g, '.');
  return NOT_DONE.flatMap(([pattern, isFine]) =>
    [...text.matchAll(pattern)].filter(([whole, part]) => !isFine?.test(part ?? whole)).map(([whole]) => whole.trim()),
  );
}

const root = new URL('../src/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const sources = readdirSync(root, { encoding: 'utf8', recursive: true })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('test-host'))
  .sort();

test('words reach VS Code by the door alone', () => {
  const found = sources
    .filter((file) => !DOOR.includes(file) && !MAKERS.includes(file))
    .flatMap((file) => wrongs(read(file)).map((what) => `${file}: ${what}`));
  assert.deepEqual(found, []);
});

test('only what makes a text plain says of one that it is', () => {
  const found = sources
    .filter((file) => !MAKERS.includes(file))
    .flatMap((file) => [...read(file).matchAll(/\bas (?:any|never|Plain|Markdown)\b|@ts-\w+/g)].map(() => file));
  assert.deepEqual(found, []);
});

/** Words between quotation marks that are made plain where they stand: `t` is to translate them. Names are none. */
function untranslated(code: string): string[] {
  const texts = code.matchAll(/\b(?:plain|markdown|bold|fenced|visible)\(\s*(?:'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`)/g);
  return [...texts]
    .map(([, single, double, pattern]) => single ?? double ?? (pattern as string).replace(/\$\{[^}]*\}/g, ''))
    .filter((text) => /\p{L}{2}/u.test(text) && text !== 'Branchline');
}

test('no words are made plain that are written in the code: `t` translates them', () => {
  const found = sources.flatMap((file) => untranslated(read(file)).map((text) => `${file}: ${text}`));
  assert.deepEqual(found, []);
  for (const way of [
    "plain('Not yet')",
    'plain("Not yet")',
    `plain(\`\${count} files\`)`,
    "markdown(\n  'Not yet',\n)",
  ])
    assert.equal(untranslated(way).length, 1, way);
  for (const fine of ["plain('●')", `plain(\`+\${added} −\${removed}\`)`, 'plain(name)', "t('Not yet')"])
    assert.deepEqual(untranslated(fine), [], fine);
});

test('nothing is trusted, and no tooltip draws HTML or icons', () => {
  // But for links to a few commands, which the hover of the status bar has.
  const links = /^ {2}drawn\.isTrusted = \{ enabledCommands: LINKED \};$/m;
  for (const file of sources) {
    const code = file === 'shared/draw.ts' ? read(file).replace(links, '') : read(file);
    assert.doesNotMatch(code, /\b(isTrusted|supportHtml|supportThemeIcons)\b/, file);
  }
});

test('the door takes no text that is not plain', () => {
  // Names of things, and what a person types or is given back.
  const others = ['command', 'context', 'drawn', 'icon', 'id', 'key', 'text', 'value'];
  for (const file of DOOR.filter((each) => each !== 'shared/log.ts')) {
    const names = [...read(file).matchAll(/(\w+)\??: (?:readonly )?string\b/g)].map(([, name]) => name as string);
    assert.deepEqual(
      names.filter((name) => !others.includes(name)),
      [],
      file,
    );
  }
});

test('no way around the door is overlooked', () => {
  const ways = [
    "import { window } from 'vscode';",
    "import vscode from 'vscode';",
    "import * as vscode from 'vscode';\nconst { window } = vscode;",
    "import * as vscode from 'vscode';\nconst all = [vscode];",
    "const w = await import('vscode');",
    'vscode.window.showInformationMessage(name);',
    'vscode.window.showQuickPick(rows);',
    'vscode.window\n      .showInputBox({ prompt });',
    'vscode.window.createQuickPick();',
    'vscode.window.createStatusBarItem();',
    'vscode.window.createTerminal({ name });',
    'vscode.window.createTreeView(id, { treeDataProvider });',
    'vscode.window.createOutputChannel(name);',
    'vscode.window.createWebviewPanel(id, title);',
    'vscode.window.withProgress({ title });',
    'vscode.window.setStatusBarMessage(text);',
    'vscode.window.registerFileDecorationProvider(p);',
    'vscode.languages.createDiagnosticCollection();',
    'vscode.scm.createSourceControl(id, label);',
    'vscode.authentication.getSession(id);',
    'const item = new vscode.TreeItem(name);',
    'new vscode.MarkdownString(text);',
    'new vscode.FileDecoration(a, b);',
    'item.tooltip = text;',
    'item.label ??= text;',
    'item.description += text;',
    'view.message = text;',
    'list.placeholder\n  = text;',
    'item.accessibilityInformation = { label };',
    "vscode.commands.executeCommand('vscode.diff', a, b, title);",
    "vscode.commands.executeCommand('vscode.changes', title, files);",
    'vscode.commands.executeCommand(name, title);',
    "vscode.l10n.t('{0}', name);",
    't(name);',
    't(`a`);',
    'inform(name as Plain);',
    'inform(name as never);',
  ];
  for (const way of ways) assert.notDeepEqual(wrongs(way), [], way);
  const fine = [
    "import * as vscode from 'vscode';\nvscode.Uri.file(path); t('Open');",
    "import type * as vscode from 'vscode';\nlet uri: vscode.Uri | undefined;",
    "vscode.commands.executeCommand('branchline.answer');",
    'if (item.label === text || item.text == text) of((x) => x.title);',
    "import { ResponseError } from 'vscode-jsonrpc';",
  ];
  for (const code of fine) assert.deepEqual(wrongs(code), [], code);
});
