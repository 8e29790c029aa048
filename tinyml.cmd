@echo off
rem Builds the command-line tool on first use and forwards to it. tinyml --help lists the commands.
setlocal
set "TINYML_ROOT=%~dp0"
set "TINYML_ROOT=%TINYML_ROOT:~0,-1%"
set "DOTNET_NOLOGO=1"
set "DOTNET_CLI_TELEMETRY_OPTOUT=1"
set "TINYML_DOTNET=dotnet"
where dotnet >nul 2>nul || (echo tinyml: the .NET 10 SDK is missing: install it from https://dot.net and run this again. 1>&2 & exit /b 2)
where cmake >nul 2>nul || (echo tinyml: cmake is missing: install it from https://cmake.org and run this again. 1>&2 & exit /b 2)
if not exist "%TINYML_ROOT%\artifacts" mkdir "%TINYML_ROOT%\artifacts"
dotnet build "%TINYML_ROOT%\tools\TinyMl.Cli" -c Release -v quiet -nologo -clp:NoSummary > "%TINYML_ROOT%\artifacts\build.log" 2>&1 || (
    type "%TINYML_ROOT%\artifacts\build.log" 1>&2
    echo tinyml: the build failed; the whole log is in artifacts\build.log. 1>&2
    exit /b 1
)
dotnet "%TINYML_ROOT%\tools\TinyMl.Cli\bin\Release\net10.0\tinyml.dll" %*
exit /b %errorlevel%
