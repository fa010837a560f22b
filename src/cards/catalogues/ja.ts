import type { Catalogue } from './catalogue.ts';

export const ja: Catalogue = {
  'card.incident': 'インシデント {id}',
  'card.severity': '重大度',
  'card.status': '状態',
  'card.unassigned': '未割り当て',
  'card.assignedTo': '担当者: {assignee}',
  'card.updated': '更新: {time}',
  'card.noTime': '日時不明',
  'card.openPortal': 'Defender ポータルで開く',
  'card.merged': '{askedId} は {id} に統合されました。',
  'card.stale': 'これは {age}前の内容です。',
  'card.several': 'インシデント {ids}',

  'severity.high': '高',
  'severity.medium': '中',
  'severity.low': '低',
  'severity.informational': '情報',
  'severity.unknown': '不明',
  'status.active': 'アクティブ',
  'status.inProgress': '対応中',
  'status.awaitingAction': 'アクション待ち',
  'status.resolved': '解決済み',
  'status.redirected': 'リダイレクト済み',
  'status.unknown': '不明',

  hint: '理解できませんでした。次のように入力してください: {suggestion}',
  reference: '参照番号: {reference}',

  'help.title': 'Microsoft Defender のインシデント',
  'help.intro': 'インシデントの番号を送ると、状態、重大度、担当者、リンクをお答えします。',
  'help.one': 'インシデント 29。スラッシュと単語は省略できます。',
  'help.several': '一度に {max} 件まで。',
  'help.link': 'インシデントへのリンク',
  'help.linkMeaning': 'Defender ポータルから貼り付けたもの。',
  'help.help': 'この案内。',
  'help.inChannels': 'チャネルやグループ チャットでは、返信も含め、毎回メンションしてください。',

  'failure.invalid-id': 'インシデント番号ではありません。整数を送ってください。例: /incident 29',
  'failure.not-found': 'インシデント {id} は見つかりませんでした。存在しないか、保存期間が過ぎた可能性があります。',
  'failure.not-found.merged': 'インシデント {id} は {target} に統合されましたが、{target} は見つかりませんでした。',
  'failure.not-allowed': 'ここではインシデントを表示できません。ボットの管理者にお問い合わせください。',
  'failure.not-allowed.contact': 'ここではインシデントを表示できません。{contact} にお問い合わせください。',
  'failure.missing-permission':
    'ボットにインシデントを読み取る権限がありません。管理者がアプリケーションのアクセス許可 {role} を付与し、同意する必要があります。',
  'failure.not-provisioned':
    'このテナントでは Microsoft Defender XDR が設定されていないか、ライセンスがないため、読み取れるインシデントがありません。',
  'failure.bad-credential':
    'ボットがセキュリティ API にサインインできませんでした。管理者が資格情報を確認する必要があります。',
  'failure.throttled': 'セキュリティ API が要求を制限しています。{wait}後にもう一度お試しください。',
  'failure.unavailable': 'セキュリティ API は現在利用できません。1 分後にもう一度お試しください。',
  'failure.timeout': 'セキュリティ API の応答に時間がかかりすぎました。1 分後にもう一度お試しください。',
  'failure.other-tenant':
    'そのリンクは別のテナントのものです。ボットは自分のテナントのインシデントだけを読み取ります。',
  'failure.too-many': '{max} 件を超えています。一度に {max} 件まで指定できます。',
  'failure.merge-loop':
    'インシデント {id} は循環して、または何度も統合されているため、最終的なインシデントを表示できません。',
  'failure.internal': 'ボットで問題が発生しました。管理者は参照番号で原因を調べられます。',
};
