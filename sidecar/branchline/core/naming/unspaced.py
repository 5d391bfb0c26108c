"""Words of languages that put no spaces between words, or write endings onto them, as English ones. Data: nothing here
decides."""

from __future__ import annotations

from branchline.core.naming.languages import table

JOINED = table(
    """
fix 修复 修正 修改错误 解决 修好 直して 直す 直し 修正して 解決 고쳐 수정 해결 고치
bug 缺陷 漏洞 バグ 버그 不具合
error 错误 报错 エラー 오류 에러 例外 异常 예외 錯誤
crash 崩溃 闪退 クラッシュ 크래시 崩潰 落ちる
fails 没有反应 无反应 没反应 不工作 反応しない
fails 失败 失敗 실패 无法 無法 不能 できない 動かない 안돼 않는 작동하지 안되
slow 很慢 缓慢 遅い 느려 느린 慢
why 为什么 為什麼 なぜ どうして 왜 原因
investigate 调查 排查 排查原因 找出原因 查一下 調査 조사 原因を調べ
add 添加 增加 新增 加上 追加 추가 加入 新しい
create 创建 建立 作成 作って 만들어 생성 创建一个
write 编写 写 書いて 작성
implement 实现 実装 구현 實現
update 更新 업데이트 升级
change 修改 变更 変更 변경 更改
remove 删除 移除 削除 삭제 제거 去掉
replace 替换 置換 교체 換成
refactor 重构 リファクタリング リファクタ 리팩터 리팩토링 重構
rename 重命名 改名 名前を変更 이름
translate 翻译 翻訳 번역
optimize 优化 最適化 최적화
support 支持 対応 지원
check 检查 確認 확인
review 审查 审核 评审 代码审查 レビュー 리뷰 검토 査読
pull_request 拉取请求 合并请求 プルリクエスト プルリク 풀리퀘
changes 提交的代码 改动 变更内容 変更点 변경사항 変更内容
branch 分支 ブランチ 브랜치
plan 实装计划 実装計画 实现计划 实施计划 计划 规划 方案 計画 계획 プラン 計劃
design 设计 設計 설계 디자인 デザイン 設計書
explain 解释 说明 介绍 説明 教えて 설명 解説 講解
analyze 分析 분석
compare 比较 比較 비교
propose 提案 建议 제안 提議
how 怎么 如何 どうやって どのように 어떻게 怎樣
what 什么 何 무엇 是什么
list 列出 一覧 목록
login 登录 登陆 登入 ログイン 로그인
logout 登出 退出 ログアウト 로그아웃
signup 注册 登録 회원가입 註冊
password 密码 パスワード 비밀번호 密碼
user 用户 ユーザー ユーザ 사용자 使用者
page 页面 ページ 画面 페이지 화면 頁面
button 按钮 ボタン 버튼 按鈕
settings 设置 設定 설정 設置
search 搜索 検索 검색 搜尋 查询
filter 过滤 筛选 フィルター フィルタ 필터
export 导出 エクスポート 내보내기 匯出
import 导入 インポート 가져오기
upload 上传 アップロード 업로드 上傳
download 下载 ダウンロード 다운로드 下載
avatar 头像 アバター 아바타
database 数据库 データベース 데이터베이스 資料庫
migration 迁移 移行 マイグレーション 마이그레이션
api 接口 インターフェース 인터페이스
test 测试 テスト 테스트 測試
documentation 文档 ドキュメント 문서 文件 書類
project 项目 プロジェクト 프로젝트 專案
architecture 架构 アーキテクチャ 아키텍처 構成 架構
repository 仓库 リポジトリ 저장소
code 代码 コード 코드 程式碼
function 功能 機能 기능 函数 関数
dark_mode 暗黑模式 深色模式 ダークモード 다크모드
payment 支付 付款 決済 支払い 결제
order 订单 注文 주문
cart 购物车 カート 장바구니
mail 邮件 メール 메일 이메일
notification 通知 알림
performance 性能 パフォーマンス 성능
cache 缓存 キャッシュ 캐시
list_view 列表 リスト
menu 菜单 メニュー 메뉴
form 表单 フォーム 폼
table 表格 テーブル 테이블
chart 图表 グラフ 차트
config 配置 構成ファイル
deployment 部署 デプロイ 배포
security 安全 セキュリティ 보안
log 日志 ログ 로그
version 版本 バージョン 버전
dependencies 依赖 依存関係 의존성
"""
)
"""By the longest match."""
LONGEST = max(map(len, JOINED))
