# Answers real cases of 桐人社发〔2021〕7号, and explains one of each outcome.   sh docs/demo.sh [COMMAND]
set -eu
cd "$(dirname "$0")/.."
tiaoli=${1:-tiaoli}
cases="policy/桐人社发〔2021〕7号/案例"
step() {
  printf '\n$ tiaoli %s\n\n' "$*"
  "$tiaoli" "$@"
}
step assess "$cases/09-培训补贴.yaml" --case 技师技能等级证书
step explain "$cases/02-学徒补贴.yaml" 职工学徒补贴 --case 超过封顶
step explain "$cases/03-工作室.yaml" 大师工作室建设资助 --case 不是首次申报、按首次申报的读法
step explain "$cases/03-工作室.yaml" 大师工作室建设资助 --case 前发文件给得更高、就高
step explain "$cases/03-工作室.yaml" 大师工作室建设资助 --case 前发文件已给过、读法未定
step test "policy/桐人社发〔2021〕7号"
